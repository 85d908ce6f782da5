// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import io.msgr2.interop.cluster.Command;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The objects that a JVM cannot do without at one point of time.
 *
 * @param byClass how many there are of each class
 * @param bytes how much room they take up on the heap
 * @param nativeBytes how much memory there is outside of the heap that was asked for by name
 */
record LiveObjects(Map<String, Long> byClass, long bytes, long nativeBytes) {
  /** What a process has to be started with. */
  static final String JAVA_OPTION = "-XX:NativeMemoryTracking=summary";

  private static final Pattern CLASS = Pattern.compile(" *\\d+: +(\\d+) +\\d+ +(\\S+)( .*)?");
  private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");
  private static final Pattern BUFFERS =
      Pattern.compile("- +Other \\(reserved=\\d+KB, committed=(\\d+)KB.*");
  private static final int KIB = 1024;

  /** Collects the garbage of a process and counts what is left. */
  static LiveObjects of(long process) {
    Map<String, Long> byClass = new TreeMap<>();
    long bytes = 0;
    for (String line : jcmd(process, "GC.class_histogram").split("\n", -1)) {
      Matcher each = CLASS.matcher(line);
      Matcher total = TOTAL.matcher(line);
      if (each.matches()) {
        byClass.merge(each.group(2), Long.parseLong(each.group(1)), Long::sum);
      } else if (total.matches()) {
        bytes = Long.parseLong(total.group(1));
      }
    }
    Matcher buffers = BUFFERS.matcher(jcmd(process, "VM.native_memory", "summary"));
    long nativeBytes = buffers.find() ? Long.parseLong(buffers.group(1)) * KIB : 0;
    return new LiveObjects(byClass, bytes, nativeBytes);
  }

  private static String jcmd(long process, String... words) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    return Command.of(jcmd.toString(), Long.toString(process)).and(words).run().orThrow().stdout();
  }

  /** Returns how many there are of a class. */
  long of(Class<?> type) {
    return byClass.getOrDefault(type.getName(), 0L);
  }

  /** Returns the classes of this project of which there are more now, and how many more. */
  Map<String, Long> moreThan(LiveObjects before) {
    Map<String, Long> more = new TreeMap<>();
    byClass.forEach(
        (name, count) -> {
          long growth = count - before.byClass.getOrDefault(name, 0L);
          if (name.startsWith("io.msgr2.") && growth > 0) {
            more.put(name, growth);
          }
        });
    return more;
  }
}
