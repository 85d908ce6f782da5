// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  private static final String LOAD = "load --connect v2:127.0.0.1:1 ";

  @Test
  void prints_its_version_on_stdout() {
    Cli.Run run = Cli.run("--version");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("msgr2 ").contains("Java ");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void asks_for_a_command_on_stderr() {
    Cli.Run run = Cli.run();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).containsExactly("msgr2: Which command?", "see 'msgr2 --help'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "demo", "ceph", "probe", "decode", "simulate", "echo", "load", "mon", "bench"})
  void has_a_help_text_with_exit_codes_for(String command) {
    Cli.Run run = command.isEmpty() ? Cli.run("--help") : Cli.run(command, "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Usage: msgr2 " + (command.isEmpty() ? "[" : command + " "))
        .contains("Exit codes:\n  0 ", "--debug");
    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo", "load"})
  void names_all_policies_in_the_help_text_of(String command) {
    assertThat(Cli.run(command, "--help").out())
        .contains("lossy_client", "lossless_client", "lossless_peer,", "lossless_peer_reuse")
        .contains("stateless_server", "stateless_registered_server", "stateful_server");
  }

  @Test
  void lists_each_command_with_a_whole_sentence() {
    assertThat(Cli.run("--help").out().lines())
        .filteredOn(
            line -> line.matches("  (demo|ceph|probe|decode|simulate|echo|load|mon|bench) +\\S.*"))
        .hasSize(9)
        .allSatisfy(line -> assertThat(line).endsWith("."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "nonsense | no command 'nonsense'",
        "--nonsense two * | unknown option '--nonsense', 'two', '*'",
        "prob | no command 'prob'; did you mean probe",
        "load --count 1 | Missing required option: '--connect=ADDR'",
        "echo --bind v2:127.0.0.1:0 --compress brotli"
            + " | 'brotli' is no compression method; known are snappy, zlib, zstd, lz4",
        "echo --bind v2:127.0.0.1:0 --compress lz4,lz4 | a compression method is named twice",
        "demo extra | unexpected argument 'extra'",
        "demo --cont 3 | unknown option '--cont', '3'; did you mean --count",
        "demo --count 0 | Invalid value for option '--count': 0 is not from 1 to 922337203",
        "demo --count many | Invalid value for option '--count': 'many' is not a long",
        "demo --format xml | Invalid value for option '--format': 'xml' is none of [plain, json]",
        LOAD + "| (--count=N | --seconds=S | --turns)",
        LOAD + "--count 1 --seconds 1 | mutually exclusive",
        LOAD + "--count -1 | '--count': -1 is not from 1",
        LOAD + "--seconds 0 | '--seconds': 0.0 is not from 0.001",
        LOAD + "--seconds NaN | '--seconds': NaN is not from 0.001",
        LOAD + "--seconds 1e9 | '--seconds': 1.0E9 is not from",
        LOAD + "--count 1 --timeout 0 | '--timeout': 0.0 is not from 0.001",
        LOAD + "--count 1 --warmup -1 | '--warmup': -1.0 is not from 0",
        LOAD + "--count 1 --depth 0 | '--depth': 0 is not from 1 to 65536",
        LOAD + "--count 1 --depth 65537 | '--depth': 65537 is not from 1 to 65536",
        LOAD + "--turns --policy lossless_peer --cut-every 50ms | --turns measures",
        LOAD + "--turns --warmup 1 | --warmup does nothing with --turns",
        LOAD + "--count 1 --connections 0 | '--connections': 0 is not from 1 to 4096",
        LOAD + "--count 1 --event-loops 0 | '--event-loops': 0 is not from 1 to 1024",
        LOAD + "--count 1 --size -1 | '--size': -1 is not from 0 to 268435415",
        LOAD + "--count 1 --size 268435416 | '--size': 268435416 is not from 0 to 268435415",
        LOAD + "--count 1 --reply some | 'some' is none of [empty, same]",
        LOAD + "--count 1 --peer-type disk | 'disk' is no entity type",
        LOAD + "--count 1 --as admin | 'admin' is no entity name",
        LOAD
            + "--count 1 --policy lossles_peer | 'lossles_peer' is no policy; expected lossy_client",
        LOAD + "--count 1 --policy stateless_server | is for a side that never connects",
        LOAD + "--count 1 --modes fast | 'fast' is none of [crc, secure]",
        LOAD + "--count 1 --modes crc,crc | --modes names a mode twice",
        LOAD + "--count 1 --modes secure | mode secure needs a key",
        LOAD + "--count 1 --auth gss | 'gss' is none of [none, cephx]",
        LOAD + "--count 1 --auth cephx | --auth cephx needs --keyring FILE",
        LOAD + "--count 1 --keyring x | --keyring goes with --auth cephx",
        LOAD + "--count 1 --connection-secret 00 | --connection-secret takes 64 bytes, not 1",
        LOAD + "--count 1 --connection-secret xy | takes hexadecimal digits",
        LOAD + "--count 1 --auth cephx -k x --connection-secret 00 | goes with --auth none",
        "load --connect host:1 --count 1 | 'host:1' is no address",
        "load --connect v2:127.0.0.1:0 --count 1 | cannot connect to v2:127.0.0.1:0/0",
        "echo --bind v1:127.0.0.1:0 | expected a concrete address of type v2",
        "echo --bind v2:0.0.0.0:0 | expected a concrete address of type v2",
        "echo --bind v2:127.0.0.1:0 --nonce 4294967296 | nonce 4294967296 does not fit",
        "echo --bind v2:127.0.0.1:0 --event-loops 0 | '--event-loops': 0 is not from 1 to 1024",
        "mon --bind v2:127.0.0.1:0 | --auth cephx needs --keyring FILE",
        "mon --bind v1:127.0.0.1:0 --auth none | expected a concrete address of type v2",
        "mon --bind v1:127.0.0.1:0 --auth none -k x | --keyring goes with --auth cephx",
        "mon --bind v1:127.0.0.1:0 --auth none --modes secure | --modes goes with --auth cephx",
        "mon --bind v1:127.0.0.1:0 --auth none --ticket-ttl 9 | --ticket-ttl goes with --auth cephx",
        "mon --bind v2:127.0.0.1:0 --ticket-ttl 0 | '--ticket-ttl': 0 is not from 1 to",
        "probe 127.0.0.1 | '127.0.0.1' is no HOST:PORT",
        "probe ::1:3300 | '::1:3300' is no HOST:PORT",
        "probe 127.0.0.1:0 | port 0 is not from 1 to 65535",
        "probe 127.0.0.1:65536 | port 65536 is not from 1 to 65535",
        "probe 127.0.0.1:1 --timeout 0 | '--timeout': 0.0 is not from 0.001",
        "bench --rounds 0 | '--rounds': 0 is not from 1 to 1000",
        "bench --seconds 0 | '--seconds': 0.0 is not from 0.1 to 3600.0",
        "bench --only 4K | '4K' is no case; expected something like 4K-d64",
        "bench --only 64-d0 | '64-d0' is out of range",
        "bench --contenders tcp | 'tcp' is none of [raw, plain, crc, secure, grpc, grpc-tls, iperf3, io_uring, grpc-stream, grpc-stream-tls]",
        "bench --sections all | 'all' is none of [matrix, handshakes,",
        "bench --jdks nowhere | nowhere is no Java",
      })
  void refuses_wrong_usage_in_one_line(String line, String complaint) {
    String[] args = line.split(" +");
    Cli.Run run = Cli.run(args);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(2);
    assertThat(run.err()).startsWith("msgr2").contains(complaint).contains("\nsee 'msgr2");
  }

  @Test
  void shows_where_an_error_happened_only_when_debugging() {
    Cli.Run plain = Cli.run("load", "--connect", "v2:127.0.0.1:1", "--count", "1");
    assertThat(plain.err().lines()).hasSize(1);
    Cli.Run debugging = Cli.run("load", "--connect", "v2:127.0.0.1:1", "--count", "1", "--debug");
    assertThat(debugging.exitCode()).isEqualTo(plain.exitCode());
    assertThat(debugging.err()).contains("ConnectionException");
  }
}
