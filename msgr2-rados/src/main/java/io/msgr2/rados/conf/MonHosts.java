// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the option {@code mon_host}: monitors separated by commas, semicolons or blanks, each a
 * host with or without type and port, or a vector of addresses in brackets.
 *
 * <pre>
 *   v2:192.0.2.1:3300  192.0.2.1  [2001:db8::1]:3300  mon-a.example  [v2:192.0.2.2,v1:192.0.2.2]
 * </pre>
 *
 * <p>Without a type, port 6789 means msgr1 and every other port msgr2; without a port, msgr2's is
 * taken. Addresses of msgr1 are passed over.
 */
final class MonHosts {
  private static final int MSGR1_PORT = 6789;
  private static final int MAX_PORT = 0xffff;

  /** A vector in brackets, or anything else up to the next separator. */
  private static final Pattern MONITOR =
      Pattern.compile("\\[(?= *(?:v[12]|any):)((?:\\[[^\\[\\]]*]|[^\\[\\]])*)]|([^,; \t]+)");

  private static final Pattern ENDPOINT =
      Pattern.compile(
          "(?:(?<type>v1|v2|any):)?"
              + "(?:(?:\\[(?<ipv6>[0-9a-fA-F:.]+)]|(?<host>[^:/\\[\\]]+))(?::(?<port>[0-9]{1,6}))?"
              + "|(?<bare>[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*))"
              + "(?:/[0-9]+)?");

  private final String text;
  private final Set<MonHost> hosts = new LinkedHashSet<>();

  private MonHosts(String text) {
    this.text = text;
  }

  /**
   * @return the places where monitors speak msgr2, at least one
   * @throws ConfException when something else than monitors is named, or none that speaks msgr2
   */
  static List<MonHost> parse(String text) {
    MonHosts monHosts = new MonHosts(text);
    monHosts.parse();
    return new ArrayList<>(monHosts.hosts);
  }

  private void parse() {
    Matcher monitor = MONITOR.matcher(text);
    while (monitor.find()) {
      if (monitor.group(1) == null) {
        endpoint(monitor.group(2));
      } else {
        Arrays.stream(monitor.group(1).split(",")).map(String::strip).forEach(this::endpoint);
      }
    }
    if (hosts.isEmpty()) {
      throw meaningless(
          "it names monitors for msgr1 only; msgr2 needs 'v2:' or port " + MonHost.DEFAULT_PORT);
    }
  }

  private void endpoint(String endpoint) {
    Matcher parts = ENDPOINT.matcher(endpoint);
    if (!parts.matches()) {
      throw meaningless("'" + endpoint + "' is no HOST, HOST:PORT or v2:HOST:PORT");
    }
    String type = parts.group("type");
    String digits = parts.group("port");
    int port = digits == null ? 0 : Integer.parseInt(digits);
    if (port > MAX_PORT) {
      throw meaningless("port " + port + " is not between 1 and " + MAX_PORT);
    }
    boolean msgr1 = type == null || type.equals("any") ? port == MSGR1_PORT : type.equals("v1");
    if (!msgr1) {
      hosts.add(new MonHost(host(parts), port == 0 ? MonHost.DEFAULT_PORT : port));
    }
  }

  private static String host(Matcher parts) {
    for (String group : List.of("ipv6", "bare")) {
      if (parts.group(group) != null) {
        return parts.group(group);
      }
    }
    return parts.group("host");
  }

  private ConfException meaningless(String reason) {
    return new ConfException(ConfException.EINVAL, "mon_host = '" + text + "': " + reason);
  }
}
