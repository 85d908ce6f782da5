// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthException;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.rados.conf.CephConfig;
import io.msgr2.rados.conf.CephOption;
import io.msgr2.rados.conf.ConfException;
import io.msgr2.rados.conf.Environment;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientAuthenticationTest {
  private static final String KEY = "AQABAAAAAgAAABAAAAECAwQFBgcICQoLDA0ODw==";
  private static final int SECURE = ConnectionMode.SECURE.wire();
  private static final int CRC = ConnectionMode.CRC.wire();

  @TempDir private Path directory;

  @Test
  void prefers_cephx_and_secure_with_monitors() {
    ClientAuthentication authentication = of(builder().option(CephOption.KEY, KEY));

    AuthRequest request = authentication.client().connector(EntityType.MON).request();
    assertThat(request.method()).isEqualTo(AuthMethod.CEPHX.wire());
    assertThat(request.preferredModes()).containsExactly(SECURE, CRC);
    assertThat(authentication.cephx()).isPresent();
    assertThat(authentication.keyOrigin()).isEqualTo("option key");
  }

  @Test
  void offers_the_modes_that_are_configured() {
    ClientAuthentication authentication =
        of(builder().option(CephOption.KEY, KEY).option(CephOption.MS_MON_CLIENT_MODE, "crc"));

    AuthRequest request = authentication.client().connector(EntityType.MON).request();
    assertThat(request.preferredModes()).containsExactly(CRC);
  }

  @Test
  void goes_on_without_cephx_when_there_is_no_key() {
    ClientAuthentication authentication = of(builder().option(CephOption.KEYRING, "none"));

    AuthRequest request = authentication.client().connector(EntityType.MON).request();
    assertThat(request.method()).isEqualTo(AuthMethod.NONE.wire());
    assertThat(authentication.cephx()).isEmpty();
    assertThat(authentication.keyOrigin()).startsWith("there is no keyring, looked for");
  }

  @Test
  void refuses_to_start_when_cephx_is_required_and_there_is_no_key() {
    CephConfig.Builder builder =
        builder()
            .option(CephOption.KEYRING, "none")
            .option(CephOption.AUTH_CLIENT_REQUIRED, "cephx");

    assertThatThrownBy(() -> of(builder))
        .isInstanceOfSatisfying(
            MonException.class, e -> assertThat(e.errno()).isEqualTo(MonException.EACCES))
        .hasMessageContaining("there is no keyring");
  }

  @Test
  void does_not_let_a_monitor_choose_the_method_none_when_all_has_to_be_secret() {
    for (CephOption option :
        new CephOption[] {CephOption.MS_MON_CLIENT_MODE, CephOption.MS_CLIENT_MODE}) {
      CephConfig.Builder builder = builder().option(option, "secure");

      AuthConnector withKey =
          of(builder.option(CephOption.KEY, KEY)).client().connector(EntityType.MON);
      withKey.request();
      AuthRefusal noneOnly =
          new AuthRefusal(
              AuthMethod.CEPHX.wire(), 95, List.of(AuthMethod.NONE.wire()), List.of(CRC));
      assertThatThrownBy(() -> withKey.badMethod(noneOnly)).isInstanceOf(AuthException.class);

      builder.option(CephOption.KEY, "").option(CephOption.KEYRING, "none");
      assertThatThrownBy(() -> of(builder))
          .isInstanceOf(MonException.class)
          .hasMessageContaining("no mode but crc, which is not allowed");
    }
  }

  @Test
  void takes_the_order_of_the_methods_from_the_configuration() {
    CephConfig.Builder builder =
        builder()
            .option(CephOption.KEY, KEY)
            .option(CephOption.AUTH_CLIENT_REQUIRED, "gss none cephx");
    assertThat(firstMethod(builder)).isEqualTo(AuthMethod.NONE.wire());

    builder.option(CephOption.AUTH_SUPPORTED, "cephx");
    assertThat(firstMethod(builder)).isEqualTo(AuthMethod.CEPHX.wire());
  }

  @Test
  void does_not_look_for_a_key_that_nobody_needs() {
    CephConfig.Builder builder =
        builder()
            .option(CephOption.KEY, "not a key")
            .option(CephOption.AUTH_CLIENT_REQUIRED, "none");

    assertThat(firstMethod(builder)).isEqualTo(AuthMethod.NONE.wire());
  }

  @Test
  void refuses_options_without_a_known_item() {
    assertThatThrownBy(() -> of(builder().option(CephOption.AUTH_CLIENT_REQUIRED, "gss")))
        .isInstanceOf(ConfException.class)
        .hasMessageContaining("auth_client_required = 'gss' names none of [none, cephx]");
    assertThatThrownBy(
            () ->
                of(
                    builder()
                        .option(CephOption.KEY, KEY)
                        .option(CephOption.MS_CLIENT_MODE, "clear")))
        .isInstanceOf(ConfException.class)
        .hasMessageContaining("ms_client_mode = 'clear' names none of [crc, secure]");
  }

  private static int firstMethod(CephConfig.Builder builder) {
    return of(builder).client().connector(EntityType.MON).request().method();
  }

  private static ClientAuthentication of(CephConfig.Builder builder) {
    return ClientAuthentication.of(builder.load(), new SplittableRandom(1), InstantSource.system());
  }

  private CephConfig.Builder builder() {
    return CephConfig.builder().environment(new Environment(Map.of(), directory, "machine"));
  }
}
