// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityAddress;
import io.msgr2.session.Policy;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own, which keeps sessions and says on request how much memory that
 * takes. Ends when its input does.
 */
final class IdleServer {
  private IdleServer() {}

  /**
   * @param args the name of a {@link Security}, and the port to listen at
   */
  public static void main(String[] args) throws Exception {
    EntityAddress address = EntityAddress.parse("v2:127.0.0.1:" + args[1] + "/0");
    try (Messenger server =
            Messenger.builder(Ends.SERVER)
                .auth(Security.valueOf(args[0]).server())
                .policy(Policy.statefulServer())
                .build();
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println(server.bind(address).get(10, TimeUnit.SECONDS).front());
      while (orders.readLine() != null) {
        System.out.println(heapBytes() + " " + nativeBytes());
      }
    }
  }

  private static long heapBytes() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }

  private static long nativeBytes() {
    return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }
}
