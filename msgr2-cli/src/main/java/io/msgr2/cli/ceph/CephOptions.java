// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.ceph;

import io.msgr2.address.EntityName;
import io.msgr2.rados.conf.CephArguments;
import io.msgr2.rados.conf.CephConfig;
import io.msgr2.rados.conf.CephOption;
import io.msgr2.rados.conf.Environment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which cluster to ask, and who to be: the options that all of Ceph's tools take. */
final class CephOptions {
  @Option(
      names = {"-c", "--conf"},
      paramLabel = "CONF",
      description =
          "The configuration file (default: the one in CEPH_CONF, else /etc/ceph/ceph.conf,"
              + " ~/.ceph/ceph.conf or ./ceph.conf).")
  private String conf;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "What the cluster is called on this machine (default: ceph).")
  private String cluster;

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "Who to be (default: the name in CEPH_ARGS, else client.admin).")
  private EntityName name;

  @Option(
      names = {"--id", "--user"},
      paramLabel = "ID",
      description = "The same without 'client.'.")
  private String id;

  @Option(
      names = {"-k", "--keyring"},
      paramLabel = "KEYRING",
      description =
          "The file with the key (default: the one in CEPH_KEYRING, else the option keyring, which"
              + " is /etc/ceph/ceph.NAME.keyring and a few others).")
  private String keyring;

  @Option(
      names = {"-m", "--mon-host"},
      paramLabel = "MONS",
      description = "The monitors (default: the option mon_host), e.g. v2:192.0.2.1:3300.")
  private String monHost;

  /**
   * Finds and reads the configuration.
   *
   * @param words the words of the command; those that set options of Ceph's, such as {@code
   *     --ms-mon-client-mode crc}, are taken out
   * @param variables the environment variables
   */
  CephConfig load(List<String> words, Map<String, String> variables) {
    Environment here = Environment.system();
    CephConfig.Builder builder =
        CephConfig.builder()
            .environment(new Environment(variables, here.directory(), here.hostName()))
            .arguments(CephArguments.parse(takeOptions(words)));
    if (conf != null) {
      builder.conf(conf);
    }
    if (cluster != null) {
      builder.cluster(cluster);
    }
    if (id != null) {
      builder.name(EntityName.client(id));
    }
    if (name != null) {
      builder.name(name);
    }
    if (keyring != null) {
      builder.option(CephOption.KEYRING, keyring);
    }
    if (monHost != null) {
      builder.option(CephOption.MON_HOST, monHost);
    }
    return builder.load();
  }

  private static List<String> takeOptions(List<String> words) {
    List<String> taken = new ArrayList<>();
    for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
      String word = rest.next();
      Words.Word option = new Words.Word(word, false);
      boolean isShortForm = word.equals("-K");
      if (isShortForm || option.isOption() && CephOption.named(option.name()).isPresent()) {
        rest.remove();
        taken.add(word);
        if ((isShortForm || option.value().isEmpty()) && rest.hasNext()) {
          taken.add(rest.next());
          rest.remove();
        }
      }
    }
    return taken;
  }
}
