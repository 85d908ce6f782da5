// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.msgr2.FuzzInput;
import io.msgr2.address.EntityName;
import io.msgr2.auth.cephx.crypto.KeyType;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** What anybody may ask a monitor for after a login; it is granted, or refused with a number. */
@Tag("fuzz")
class RenewalFuzzTest {
  private static final List<KeyType> TYPES = List.of(KeyType.values());

  @FuzzTest
  void renewals_are_granted_or_refused(byte @NotNull [] input) {
    FuzzInput script = new FuzzInput(input);
    FuzzedMonitor party = new FuzzedMonitor(script.one(TYPES));

    RenewalAnswer answer =
        party
            .monitor()
            .renew(EntityName.osd(0), FuzzedMonitor.GLOBAL_ID, party.payloads().payload(script));

    if (answer.isGranted()) {
      assertThat(answer.payload()).isNotEmpty();
    } else {
      assertThat(answer.errno()).isPositive();
      assertThat(answer.payload()).isEmpty();
    }
  }
}
