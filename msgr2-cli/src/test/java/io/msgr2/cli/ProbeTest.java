// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {
  private static final byte[] BANNER = banner(16);
  private static final String KEY = "AQABAAAAAgAAABAAAAECAwQFBgcICQoLDA0ODw==";

  @Test
  void describes_a_msgr2_peer() throws IOException {
    try (RunningEcho echo = new RunningEcho("--as", "mds.7")) {
      JsonNode found = found(0, echo.address(), "msgr2");
      assertThat(found.get("entityType").asText()).isEqualTo("mds");
      assertThat(found.get("revision").asText()).isEqualTo("2.1");
      assertThat(found.get("seesUsAs").asText()).startsWith("v2:127.0.0.1:");
      assertThat(found.get("featuresSupported").findValuesAsText("")).isEmpty();
      assertThat(found.get("featuresSupported").get(0).asText()).isEqualTo("REVISION_1");
      assertThat(found.get("authMethods").get(0).asText()).isEqualTo("none");
    }
  }

  @Test
  void lists_the_modes_that_go_with_cephx(@TempDir Path directory) throws IOException {
    Path keyring = Files.writeString(directory.resolve("keyring"), "[mon.]\nkey = " + KEY + "\n");
    try (RunningEcho echo =
        new RunningEcho("--auth", "cephx", "-k", keyring.toString(), "--modes", "secure,crc")) {
      JsonNode found = found(0, echo.address(), "msgr2");
      assertThat(found.get("authMethods")).hasSize(1);
      assertThat(found.get("connectionModes").get("cephx"))
          .extracting(JsonNode::asText)
          .containsExactlyInAnyOrder("secure", "crc");
    }
  }

  @Test
  void prints_one_line_for_each_finding_for_people() throws IOException {
    try (RunningEcho echo = new RunningEcho()) {
      Cli.Run run = Cli.run("probe", echo.address());
      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .contains("\nspeaks              msgr2\n", "\nentity type         osd\n");
    }
  }

  @Test
  void reaches_a_peer_over_ipv6() throws IOException {
    assumeTrue(hasIpv6(), "no IPv6 on loopback");
    try (RunningEcho echo = new RunningEcho("--bind", "v2:[::1]:0")) {
      String port = echo.address().replaceAll(".*]:([0-9]+)/.*", "$1");
      JsonNode found = found(0, "[::1]:" + port, "msgr2");
      assertThat(found.get("address").asText()).isEqualTo("[::1]:" + port);
      assertThat(found.get("seesUsAs").asText()).startsWith("v2:[::1]:");
    }
  }

  @Test
  void names_msgr1() throws IOException {
    byte[] banner = "ceph v027".getBytes(StandardCharsets.US_ASCII);
    try (FakeServer server = says(banner)) {
      assertThat(found(1, server.hostPort(), "msgr1").get("firstBytes").asText())
          .isEqualTo("ceph v02");
    }
  }

  @Test
  void names_tls(@TempDir Path directory) throws Exception {
    var factory = tlsContext(directory).getServerSocketFactory();
    ServerSocket listener = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    try (FakeServer server =
        new FakeServer(listener, socket -> ((SSLSocket) socket).startHandshake())) {
      found(1, server.hostPort(), "tls");
    }
  }

  @Test
  void names_http() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.start();
    try {
      found(1, "127.0.0.1:" + server.getAddress().getPort(), "http", "1");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void names_http_that_answers_with_a_mere_page() throws IOException {
    try (FakeServer server = says("<!DOCTYPE HTML>".getBytes(StandardCharsets.US_ASCII))) {
      found(1, server.hostPort(), "http");
    }
  }

  @Test
  void names_http_that_waits_for_a_whole_request() throws IOException {
    try (FakeServer server =
        new FakeServer(
            socket -> {
              readUntilEmptyLine(socket.getInputStream());
              socket
                  .getOutputStream()
                  .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            })) {
      found(1, server.hostPort(), "http", "1");
    }
  }

  @Test
  void names_silence() throws IOException {
    try (FakeServer server = FakeServer.silent()) {
      found(1, server.hostPort(), "silence", "0.3");
    }
  }

  @Test
  void names_peers_that_hang_up() throws IOException {
    try (FakeServer server = new FakeServer(socket -> {})) {
      found(1, server.hostPort(), "closed");
    }
  }

  @Test
  void names_peers_that_reset_the_connection() throws IOException {
    try (FakeServer server = new FakeServer(socket -> socket.setSoLinger(true, 0))) {
      found(1, server.hostPort(), "closed");
    }
  }

  @Test
  void shows_how_others_begin() throws IOException {
    try (FakeServer server = says("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII))) {
      assertThat(found(1, server.hostPort(), "other").get("firstBytes").asText())
          .isEqualTo("SSH-2.0-");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"silence", "an end", "nonsense"})
  void says_what_it_waited_for_when_a_msgr2_peer_goes_wrong(String then) throws IOException {
    try (FakeServer server =
        new FakeServer(
            socket -> {
              socket.getOutputStream().write(BANNER);
              switch (then) {
                case "silence" -> FakeServer.hold(socket);
                case "an end" -> socket.shutdownOutput();
                default -> socket.getOutputStream().write(new byte[64]);
              }
              FakeServer.hold(socket);
            })) {
      String problem = found(1, server.hostPort(), "msgr2", "0.3").get("problem").asText();
      assertThat(problem)
          .contains(
              switch (then) {
                case "silence" -> "expected Hello, got: no complete answer within 300 ms";
                case "an end" -> "expected Hello, got: the peer closed the connection";
                default -> "TAG_UNKNOWN";
              });
    }
  }

  @Test
  void keeps_its_deadline_when_bytes_drip_in() throws IOException {
    byte[] endless = banner(0xffff);
    try (FakeServer server = new FakeServer(socket -> drip(endless, socket.getOutputStream()))) {
      long start = System.nanoTime();
      String problem = found(1, server.hostPort(), "msgr2", "0.3").get("problem").asText();
      assertThat(problem).isEqualTo("expected the banner, got: no complete answer within 300 ms");
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
    }
  }

  @Test
  void recognises_what_drips_in() throws IOException {
    byte[] answer = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (FakeServer server = new FakeServer(socket -> drip(answer, socket.getOutputStream()))) {
      found(1, server.hostPort(), "http");
    }
  }

  @Test
  void says_that_a_connection_was_refused() throws IOException {
    Cli.Run run = Cli.run("probe", "127.0.0.1:" + unusedPort());
    assertThat(run.exitCode()).isEqualTo(111);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).matches("msgr2 probe: 127.0.0.1:[0-9]+: .*'Connection refused'\n");
  }

  @Test
  void says_that_a_host_is_not_known() {
    Cli.Run run = Cli.run("probe", "no-such-host.invalid:3300");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("msgr2 probe: ", "host 'no-such-host.invalid'");
  }

  private static JsonNode found(int exitCode, String address, String speaks) {
    return found(exitCode, address, speaks, "10");
  }

  private static JsonNode found(int exitCode, String address, String speaks, String timeout) {
    Cli.Run run = Cli.run("probe", address, "--format", "json", "--timeout", timeout);
    assertThat(run.err()).isEmpty();
    assertThat(run.json().get("speaks").asText()).isEqualTo(speaks);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    return run.json();
  }

  private static FakeServer says(byte[] bytes) throws IOException {
    return new FakeServer(
        socket -> {
          socket.getOutputStream().write(bytes);
          FakeServer.hold(socket);
        });
  }

  private static void drip(byte[] bytes, OutputStream out) throws Exception {
    for (byte b : bytes) {
      out.write(b);
      out.flush();
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static void readUntilEmptyLine(InputStream in) throws IOException {
    String end = "";
    while (!end.endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("closed");
      }
      end += (char) b;
    }
  }

  private static byte[] banner(int payloadBytes) {
    byte[] banner = new byte[10 + payloadBytes];
    System.arraycopy("ceph v2\n".getBytes(StandardCharsets.US_ASCII), 0, banner, 0, 8);
    banner[8] = (byte) payloadBytes;
    banner[9] = (byte) (payloadBytes >> 8);
    banner[10] = 1;
    return banner;
  }

  private static boolean hasIpv6() throws IOException {
    byte[] loopback = new byte[16];
    loopback[15] = 1;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(loopback))) {
      return socket.isBound();
    } catch (SocketException e) {
      return false;
    }
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static SSLContext tlsContext(Path directory) throws Exception {
    Path store = directory.resolve("store");
    List<String> keytool =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-storepass",
            "changeit",
            "-keystore",
            store.toString());
    Process process = new ProcessBuilder(keytool).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
