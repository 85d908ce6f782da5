// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.Caps;
import io.msgr2.auth.cephx.CephxClient;
import io.msgr2.auth.cephx.CephxMonitor;
import io.msgr2.auth.cephx.KeyStore;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.session.ConnectionInfo;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who may come in, with clients that have keys of their own. */
class AdmissionTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final EntityName MON = EntityName.parse("mon.a");
  private static final EntityName ADMIN = EntityName.client("admin");
  private static final EntityName GUEST = EntityName.client("guest");

  private final CephxKey key = CephxKey.generate(KeyType.AES256K, Instant.now(), RANDOM);
  private final KeyStore store =
      name ->
          Optional.of(
              new KeyStore.Entity(
                  key, Map.of("mon", name.equals(ADMIN) ? "allow *" : "profile guest")));
  private final BlockingQueue<Denial> denials = new LinkedBlockingQueue<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void denied(Denial denial) {
          denials.add(denial);
        }
      };

  @Test
  void the_handler_hears_who_was_not_let_in_and_why() throws Exception {
    try (Messenger monitor = monitor().build();
        Messenger admin = client(ADMIN, key);
        Messenger guest = client(GUEST, key)) {
      EntityAddressVector at = Ends.listen(monitor);

      ConnectionInfo info = Ends.await(admin.connect(EntityType.MON, at).ready());
      assertThat(info.mode()).isEqualTo(ConnectionMode.SECURE);
      assertThat(denials).isEmpty();
      ConnectionException why = Ends.failure(guest.connect(EntityType.MON, at).ready());

      assertThat(why.errno()).isEqualTo(AuthRefusal.EACCES);
      assertThat(why).hasMessageNotContaining("profile guest");
      Denial denial = denials.poll(10, TimeUnit.SECONDS);
      assertThat(denial.reason()).isEqualTo(Caps.of("profile guest") + " is not enough");
      assertThat(denial.claimed()).isEqualTo(EntityType.CLIENT);
      assertThat(denial.from().isIp()).isTrue();
      assertThat(denial.refusal().errno()).isEqualTo(AuthRefusal.EACCES);
      assertThat(monitor.counters().refusedLogins()).isEqualTo(1);
    }
  }

  @Test
  void the_handler_hears_of_wrong_keys_where_it_wants_to_run() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor(r -> new Thread(r, "mine"));
    BlockingQueue<String> threads = new LinkedBlockingQueue<>();
    Handler where =
        new Handler() {
          @Override
          public void denied(Denial denial) {
            threads.add(Thread.currentThread().getName() + ": " + denial.reason());
          }
        };
    CephxKey wrong = CephxKey.generate(KeyType.AES256K, Instant.now(), RANDOM);
    try (Messenger monitor = monitor().handler(where).handlerExecutor(executor).build();
        Messenger client = client(ADMIN, wrong)) {
      Ends.failure(client.connect(EntityType.MON, Ends.listen(monitor)).ready());

      assertThat(threads.poll(10, TimeUnit.SECONDS)).isEqualTo("mine: wrong key of client.admin");
    } finally {
      executor.shutdown();
    }
  }

  private MessengerBuilder monitor() {
    return Messenger.builder(MON)
        .auth(new CephxMonitor(store, RANDOM, InstantSource.system()))
        .admission(
            candidate ->
                candidate.caps().text().startsWith("allow")
                    ? Optional.empty()
                    : Optional.of(candidate.caps() + " is not enough"))
        .handler(handler);
  }

  private static Messenger client(EntityName name, CephxKey key) {
    return Messenger.builder(name)
        .auth(new CephxClient(name, key, RANDOM, InstantSource.system()))
        .build();
  }
}
