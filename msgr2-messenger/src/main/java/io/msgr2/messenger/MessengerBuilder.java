// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.Admission;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthServer;
import io.msgr2.frame.Banner;
import io.msgr2.frame.FrameLimits;
import io.msgr2.handshake.CompressionConfig;
import io.msgr2.session.FaultPoints;
import io.msgr2.session.Features;
import io.msgr2.session.Policy;
import io.msgr2.session.Throttle;
import io.msgr2.session.Throttles;
import io.msgr2.session.Timeouts;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/** Builds a {@link Messenger}. Everything but a way to authenticate has a default. */
public final class MessengerBuilder {
  private static final long DEFAULT_DISPATCH_THROTTLE_BYTES = 100 * 1024 * 1024;
  private static final int DEFAULT_HALF_OPEN_LIMIT = 4096;
  private static final int DEFAULT_DIAL_LIMIT = 256;

  final EntityName name;
  final Map<EntityType, Policy> policies = new EnumMap<>(EntityType.class);
  Optional<AuthClient> authClient = Optional.empty();
  Optional<AuthServer> authServer = Optional.empty();
  Admission admission = Admission.EVERYBODY;
  Optional<Policy> defaultPolicy = Optional.empty();
  Handler handler = new Handler() {};
  Optional<Executor> handlerExecutor = Optional.empty();
  OptionalInt nonce = OptionalInt.empty();
  long msgr2Features = Banner.REVISION_1;
  CompressionConfig compression = CompressionConfig.NONE;
  long features = Features.SUPPORTED;
  FrameLimits limits = FrameLimits.DEFAULT;
  Timeouts timeouts = Timeouts.DEFAULT;
  Transport transport = Transport.AUTO;
  Optional<EventLoops> sharedLoops = Optional.empty();
  int eventLoops = Runtime.getRuntime().availableProcessors();
  ByteBufAllocator allocator = Pool.SHARED;
  int halfOpenLimit = DEFAULT_HALF_OPEN_LIMIT;
  Throttle dispatchThrottle = Throttle.of(DEFAULT_DISPATCH_THROTTLE_BYTES);
  UnaryOperator<InetSocketAddress> route = UnaryOperator.identity();
  int dialLimit = DEFAULT_DIAL_LIMIT;
  FaultPoints faults = FaultPoints.NONE;
  Optional<SendLimit> sendLimit = Optional.empty();

  MessengerBuilder(EntityName name) {
    this.name = name;
  }

  /** Sets how this side authenticates to those that it dials; needed to dial. */
  @SuppressWarnings("overloads") // Lambdas are ambiguous here, and nobody authenticates with one.
  public MessengerBuilder auth(AuthClient client) {
    authClient = Optional.of(client);
    return this;
  }

  /** Sets how those that dial this side authenticate; needed to accept. */
  @SuppressWarnings("overloads")
  public MessengerBuilder auth(AuthServer server) {
    authServer = Optional.of(server);
    return this;
  }

  /**
   * Sets who is let in of those that have authenticated, by default everybody; asked on event
   * loops. The handler hears of those who are not let in.
   */
  public MessengerBuilder admission(Admission newAdmission) {
    admission = newAdmission;
    return this;
  }

  /**
   * Sets how peers are treated whose type has no policy of its own. The default is {@link
   * Policy#statelessServer} for a messenger that can accept, else {@link Policy#lossyClient}.
   */
  public MessengerBuilder policy(Policy policy) {
    defaultPolicy = Optional.of(policy);
    return this;
  }

  /** Sets how peers of a type are treated. */
  public MessengerBuilder policy(EntityType peer, Policy policy) {
    policies.put(peer, policy);
    return this;
  }

  /** Sets who is told what happens; by default nobody, and messages are dropped. */
  public MessengerBuilder handler(Handler newHandler) {
    handler = newHandler;
    return this;
  }

  /** Sets where the handler runs, which may then block; by default on the event loops. */
  public MessengerBuilder handlerExecutor(Executor executor) {
    handlerExecutor = Optional.of(executor);
    return this;
  }

  /**
   * Sets what tells this instance of the entity from others at the same address, as 32 unsigned
   * bits. By default it is random for a messenger that only dials, and the one in the address given
   * to {@link Messenger#bind} for one that accepts.
   */
  public MessengerBuilder nonce(int newNonce) {
    nonce = OptionalInt.of(newNonce);
    return this;
  }

  /**
   * Sets the msgr2 features that the banner tells, by default {@link Banner#REVISION_1}. Without
   * that one, frames are those of msgr2.0.
   */
  public MessengerBuilder msgr2Features(long supported) {
    msgr2Features = supported;
    return this;
  }

  /**
   * Sets which frames are compressed, by default none. The banner then tells {@link
   * Banner#COMPRESSION} too; frames are compressed on the connections where both sides want it.
   */
  public MessengerBuilder compression(CompressionConfig newCompression) {
    compression = newCompression;
    return this;
  }

  /** Sets the Ceph features of this side, by default {@link Features#SUPPORTED}. */
  public MessengerBuilder features(long supported) {
    features = supported;
    return this;
  }

  /** Sets how long frames may be. */
  public MessengerBuilder limits(FrameLimits newLimits) {
    limits = newLimits;
    return this;
  }

  /** Sets how long is waited for what. */
  public MessengerBuilder timeouts(Timeouts newTimeouts) {
    timeouts = newTimeouts;
    return this;
  }

  /** Sets the way to use sockets, by default {@link Transport#AUTO}. */
  public MessengerBuilder transport(Transport newTransport) {
    transport = newTransport;
    return this;
  }

  /** Sets the number of event loops, each with a thread; by default one for each processor. */
  public MessengerBuilder eventLoops(int threads) {
    eventLoops = EventLoops.checked(threads);
    return this;
  }

  /**
   * Sets event loops that are shared with other messengers, in place of transport and number, and
   * of {@link #dialLimit}: all messengers on them share one limit.
   */
  public MessengerBuilder eventLoops(EventLoops shared) {
    sharedLoops = Optional.of(shared);
    return this;
  }

  /** Sets where buffers come from. */
  public MessengerBuilder allocator(ByteBufAllocator newAllocator) {
    allocator = newAllocator;
    return this;
  }

  /**
   * Sets how many accepted connections may be on their way through the handshake at the same time,
   * by default 4096. More are closed at once, so that strangers cannot fill the memory.
   *
   * @throws IllegalArgumentException when there may be none
   */
  public MessengerBuilder halfOpenLimit(int connections) {
    if (connections < 1) {
      throw new IllegalArgumentException("at least one connection has to be let in at a time");
    }
    halfOpenLimit = connections;
    return this;
  }

  /**
   * Sets what limits the bytes of the messages that were received, on all connections, and that the
   * handler has not returned from yet; each message counts for some more than its payloads ({@link
   * Throttles#MESSAGE_BYTES}). While it has no room, connections on which the next message begins
   * are not read from, and take turns when it has. By default it has room for 100 MiB, as {@code
   * ms_dispatch_throttle_bytes} of Ceph. To limit peers of one type only, see {@link
   * Policy#throttledBy}.
   *
   * @param throttle may be shared with other messengers, and tells how much is in use
   */
  public MessengerBuilder dispatchThrottle(Throttle throttle) {
    dispatchThrottle = throttle;
    return this;
  }

  /**
   * Sets where TCP connections to the address of a peer really go, such as to a forwarded port; by
   * default to that address.
   */
  public MessengerBuilder route(UnaryOperator<InetSocketAddress> newRoute) {
    route = newRoute;
    return this;
  }

  /**
   * Sets how many dials may be under way at the same time, from the TCP connection to a ready
   * session, by default 256. Others wait for their turn.
   */
  public MessengerBuilder dialLimit(int dials) {
    if (dials < 1) {
      throw new IllegalArgumentException("at least one dial has to be allowed");
    }
    dialLimit = dials;
    return this;
  }

  /**
   * Sets how much may wait for each peer, messages that it has not acknowledged included; by
   * default there is no limit. {@link Connection#trySend} refuses more, {@link
   * Connection#send(io.msgr2.session.Message, java.time.Duration)} waits.
   *
   * @param messages how many
   * @param bytes how long their payloads are together; a longer one is let in alone
   */
  public MessengerBuilder sendQueueLimit(int messages, long bytes) {
    if (messages < 1 || bytes < 1) {
      throw new IllegalArgumentException("at least one message of one byte has to be allowed");
    }
    sendLimit = Optional.of(new SendLimit(messages, bytes));
    return this;
  }

  /**
   * Sets where a test makes connections fail; called on event loops. Those that are held up go on
   * with {@link Messenger#unblock}.
   */
  public MessengerBuilder faultPoints(FaultPoints points) {
    faults = points;
    return this;
  }

  /**
   * Starts the event loops and returns the messenger, which has to be closed.
   *
   * @throws TransportUnavailableException when the transport cannot be used here
   */
  public Messenger build() {
    return new Messenger(this);
  }
}
