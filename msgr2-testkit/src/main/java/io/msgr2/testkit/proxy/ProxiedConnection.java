// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A connection through a {@link FaultProxy}, from a client to the target. Any thread may use it.
 */
public final class ProxiedConnection {
  // Ends that were told that nothing more comes close soon, or have to be made to.
  private static final int FINISH_MS = 5_000;

  private final int number;
  private final Fate fate;
  private final SocketChannel client;
  private final EventLoop loop;
  private final Tally tally;
  private final Queue<Fate.AtByte> counted;
  private final List<Future<?>> timers = new ArrayList<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private SocketChannel target;
  private Pipe toTarget;
  private Pipe toClient;
  private long forwardedBytes;

  ProxiedConnection(int number, Fate fate, SocketChannel client, Tally tally) {
    this.number = number;
    this.fate = fate;
    this.client = client;
    this.loop = client.eventLoop();
    this.tally = tally;
    this.counted =
        new ArrayDeque<>(
            fate.counted().stream().sorted(Comparator.comparingLong(Fate.AtByte::bytes)).toList());
  }

  /** Does something to the connection, soon; nothing if it is closed by then. */
  public void inject(Fault fault) {
    loop.execute(() -> apply(fault));
  }

  /** Forwards again, soon, what was stalled; nothing of it is lost. */
  public void resume() {
    loop.execute(
        () -> {
          if (isOpen()) {
            toTarget.resume();
            toClient.resume();
          }
        });
  }

  /** Returns what completes when the connection is closed. */
  public CompletableFuture<Void> closed() {
    return closed.copy();
  }

  @Override
  public String toString() {
    return "connection " + number + " (" + fate + ")";
  }

  /**
   * Begins to forward.
   *
   * @param dialling has all but the handler
   * @param address the target; absent for one that cannot be dialled
   */
  void begin(Bootstrap dialling, Optional<InetSocketAddress> address) {
    ChannelFuture registered = dialling.clone().handler(new EndHandler(this)).register();
    target = (SocketChannel) registered.channel();
    toTarget = new Pipe(this, client, target, fate, tally.bytesToTarget);
    toClient = new Pipe(this, target, client, fate, tally.bytesToClient);
    client.pipeline().addLast(new EndHandler(this));
    for (Fate.AtAge event : fate.timed()) {
      timers.add(loop.schedule(() -> apply(event.fault()), event.ms(), TimeUnit.MILLISECONDS));
    }
    while (untilFault() == 0) {
      countedFault();
    }
    if (target.isOpen()) {
      address.ifPresentOrElse(
          to -> target.connect(to).addListener(dialled -> dialled(dialled.isSuccess())),
          () -> dialled(false));
    }
  }

  /** Returns the pipe that takes bytes from the channel. */
  Pipe from(Channel channel) {
    return channel == client ? toTarget : toClient;
  }

  /** Returns the pipe that writes bytes to the channel. */
  Pipe to(Channel channel) {
    return channel == client ? toClient : toTarget;
  }

  void forwarded(int bytes) {
    forwardedBytes += bytes;
  }

  /** Returns how many more bytes are forwarded before something happens. */
  long untilFault() {
    return counted.isEmpty()
        ? Long.MAX_VALUE
        : Math.max(0, counted.element().bytes() - forwardedBytes);
  }

  /** So many bytes were forwarded that something happens. */
  void countedFault() {
    apply(counted.remove().fault());
  }

  /** Both ends are closed if both have said all they had to say. */
  void closeIfDone() {
    if (toTarget.isDone() && toClient.isDone()) {
      client.close();
      target.close();
    }
  }

  /** Lets both ends see a reset, without that it counts as a fault. */
  void reset() {
    reset(client);
    reset(target);
  }

  /** One of the channels is closed. */
  void gone() {
    if (closed.complete(null)) {
      timers.forEach(timer -> timer.cancel(false));
      toTarget.stop();
      toClient.stop();
      reset();
    }
  }

  private boolean isOpen() {
    return !closed.isDone();
  }

  private void dialled(boolean success) {
    if (success) {
      toTarget.pump();
      toClient.pump();
    } else if (isOpen()) {
      tally.unreachable.increment();
      reset();
    }
  }

  private void apply(Fault fault) {
    if (!isOpen()) {
      return;
    }
    tally.count(fault);
    switch (fault) {
      case RESET -> reset();
      case FINISH -> finish();
      case STALL_TO_TARGET -> toTarget.stall();
      case STALL_TO_CLIENT -> toClient.stall();
      case BLACK_HOLE -> {
        toTarget.stall();
        toClient.stall();
      }
    }
  }

  private void finish() {
    if (!target.isActive()) {
      client.close();
      return;
    }
    toClient.finish();
    toTarget.finish();
    timers.add(loop.schedule(() -> reset(), FINISH_MS, TimeUnit.MILLISECONDS));
  }

  private static void reset(SocketChannel channel) {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      channel.close();
    }
  }
}
