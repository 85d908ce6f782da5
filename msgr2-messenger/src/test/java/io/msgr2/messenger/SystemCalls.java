// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the two event loops of an {@link Exchange} had the kernel do, as strace saw it. Calls that
 * have nothing to do with sockets, timers and wake-ups are left out.
 *
 * <p>Traced event loops are slow, so each turn finds all there can be. The numbers are therefore
 * the same every time, and those of a busy machine.
 */
final class SystemCalls {
  private static final String TRACED =
      "trace=network,read,write,readv,writev,timerfd_settime,"
          + "epoll_wait,epoll_pwait,epoll_pwait2,epoll_ctl";

  // A call that another thread interrupted has two lines; the second one begins with "<...".
  private static final Pattern CALL = Pattern.compile("(\\d+) +([a-z_0-9]+)\\((\\d+), *(.*)");
  private static final Pattern ADDED = Pattern.compile("EPOLL_CTL_ADD, (\\d+),.*");
  private static final String ONE_AS_LONG = "\"\\1\\0\\0\\0\\0\\0\\0\\0\", 8";

  // Event loops load classes too, from files that no epoll watches.
  private static final Set<String> FILE_CALLS = Set.of("read", "write", "readv", "writev");

  /** The calls of one event loop. */
  static final class Loop {
    private int calls;
    private int waits;
    private int wakeUps;

    /** Returns how many system calls there were. */
    int calls() {
      return calls;
    }

    /** Returns how many of them asked for events. */
    int waits() {
      return waits;
    }

    /** Returns how often another thread woke it. */
    int wakeUps() {
      return wakeUps;
    }
  }

  private final Map<String, Loop> loopsByThread = new HashMap<>();
  private final Map<String, String> threadsByEpoll = new HashMap<>();
  private final Map<String, String> epollsByFile = new HashMap<>();
  private final Map<String, Integer> wakeUpsByFile = new HashMap<>();
  private Loop client;
  private Loop server;

  private SystemCalls() {}

  /** Returns whether there is an strace that may trace. */
  static boolean canTrace() throws IOException, InterruptedException {
    boolean installed =
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(dir -> Files.isExecutable(Path.of(dir, "strace")));
    return installed
        && new ProcessBuilder("strace", "-o", "/dev/null", "true").start().waitFor() == 0;
  }

  /**
   * Runs an exchange and returns what was called for it.
   *
   * @param log where strace writes to
   */
  static SystemCalls of(Security security, Exchange.Shape shape, int requests, Path log)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "--seccomp-bpf"));
    command.addAll(List.of("-e", TRACED, "-e", "signal=none", "-o", log.toString()));
    command.addAll(CostProbe.command(security, shape, requests, 0));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(Exchange.DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    SystemCalls seen = new SystemCalls();
    try (Stream<String> lines = Files.lines(log)) {
      lines.map(CALL::matcher).filter(Matcher::matches).forEach(seen::add);
    }
    seen.wakeUpsByFile.forEach(
        (file, count) -> seen.loopWith(seen.epollsByFile.get(file)).wakeUps += count);
    return seen;
  }

  /** Returns those of the event loop that dialled. */
  Loop client() {
    return client;
  }

  /** Returns those of the event loop that accepted. */
  Loop server() {
    return server;
  }

  private void add(Matcher call) {
    String thread = call.group(1);
    String name = call.group(2);
    String file = call.group(3);
    String rest = call.group(4);
    if (FILE_CALLS.contains(name) && !epollsByFile.containsKey(file)) {
      return;
    }
    Loop loop = loopsByThread.computeIfAbsent(thread, it -> new Loop());
    loop.calls++;
    if (name.startsWith("epoll_") && name.contains("wait")) {
      loop.waits++;
      threadsByEpoll.put(file, thread);
    } else if (name.equals("epoll_ctl")) {
      Matcher added = ADDED.matcher(rest);
      if (added.matches()) {
        epollsByFile.put(added.group(1), file);
      }
    } else if (name.equals("write") && rest.startsWith(ONE_AS_LONG)) {
      wakeUpsByFile.merge(file, 1, Integer::sum);
    } else if (name.equals("connect") && rest.contains("AF_INET")) {
      client = loop;
    } else if (name.equals("accept4")) {
      server = loop;
    }
  }

  private Loop loopWith(String epoll) {
    return loopsByThread.get(threadsByEpoll.get(epoll));
  }
}
