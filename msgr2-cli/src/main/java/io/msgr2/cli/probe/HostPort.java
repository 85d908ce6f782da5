// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.probe;

import io.msgr2.address.EntityAddress;
import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.output.ExitCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where to look.
 *
 * @param host a name or an address
 * @param port from 1 to 65535
 */
record HostPort(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[(?<ipv6>[^\\[\\]]+)]|(?<host>[^:\\[\\]/]+)):(?<port>[0-9]{1,5})");

  /** Reads HOST:PORT with IPv6 in brackets, or an address as Ceph writes it. */
  static final class Converter implements ITypeConverter<HostPort> {
    @Override
    public HostPort convert(String text) {
      Matcher form = FORM.matcher(text);
      if (form.matches()) {
        String ipv6 = form.group("ipv6");
        String host = ipv6 == null ? form.group("host") : ipv6;
        return checked(new HostPort(host, Integer.parseInt(form.group("port"))));
      }
      if (text.startsWith("v2:") || text.startsWith("v1:")) {
        return ofAddress(text);
      }
      throw new TypeConversionException(
          "'"
              + text
              + "' is no HOST:PORT as in 192.0.2.1:3300, [2001:db8::1]:3300 or"
              + " v2:192.0.2.1:3300/0");
    }

    private static HostPort ofAddress(String text) {
      try {
        InetSocketAddress socket = EntityAddress.parse(text).toSocketAddress();
        return checked(new HostPort(socket.getHostString(), socket.getPort()));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }

    private static HostPort checked(HostPort parsed) {
      if (parsed.port < 1 || parsed.port > 0xffff) {
        throw new TypeConversionException("port " + parsed.port + " is not from 1 to 65535");
      }
      return parsed;
    }
  }

  /**
   * Asks the name service, if that is needed.
   *
   * @throws CommandFailure when the host is not known, or nobody says so in time
   */
  InetSocketAddress resolve(int timeoutMs) {
    try {
      return CompletableFuture.supplyAsync(() -> new InetSocketAddress(lookUp(), port))
          .get(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new CommandFailure(ExitCode.FAILED, e.getCause().getMessage());
    } catch (TimeoutException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "the name service did not find host '" + host + "' in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "interrupted");
    }
  }

  private InetAddress lookUp() {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("host '" + host + "' is not known", e);
    }
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
