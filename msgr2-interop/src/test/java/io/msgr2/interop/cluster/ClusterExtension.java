// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop.cluster;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Starts the clusters that {@link CephCluster} asks for; JUnit closes what it keeps in its store.
 */
final class ClusterExtension implements BeforeAllCallback, ParameterResolver, TestWatcher {
  private static final Namespace NAMESPACE = Namespace.create(ClusterExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    CephCluster options = options(context);
    Store store = (options.shared() ? context.getRoot() : context).getStore(NAMESPACE);
    Cluster cluster = store.computeIfAbsent(options, Cluster::start, Cluster.class);
    Assumptions.assumeTrue(
        cluster.majorVersion() >= options.since(),
        () -> "Ceph " + cluster.version() + " is older than " + options.since());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Cluster.class;
  }

  @Override
  public Cluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return cluster(context);
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    cluster(context).keepDirectory();
  }

  private static Cluster cluster(ExtensionContext context) {
    return context.getStore(NAMESPACE).get(options(context), Cluster.class);
  }

  private static CephCluster options(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getRequiredTestClass(), CephCluster.class)
        .orElseThrow();
  }
}
