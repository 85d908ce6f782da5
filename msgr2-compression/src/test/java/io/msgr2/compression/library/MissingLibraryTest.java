// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.compression.CompressionAlgorithms;
import io.msgr2.compression.CompressionMethod;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said where something is not on the class path. */
class MissingLibraryTest {
  @ParameterizedTest
  @CsvSource({
    "SNAPPY, snappy-java, org.xerial.snappy:snappy-java",
    "ZSTD, zstd-jni, com.github.luben:zstd-jni",
    "LZ4, lz4-java, at.yawk.lz4:lz4-java",
    "LZ4, msgr2-compression, io.msgr2:msgr2-compression"
  })
  void a_missing_artifact_is_named(CompressionMethod method, String without, String artifact)
      throws Exception {
    assertThatThrownBy(() -> find(method, without))
        .hasMessage("compression with %s needs %s on the class path", method, artifact);
  }

  @ParameterizedTest
  @CsvSource({"ZLIB, msgr2-compression", "SNAPPY, zstd-jni", "ZSTD, lz4-java", "LZ4, snappy-java"})
  void a_method_needs_its_own_library_alone(CompressionMethod method, String without)
      throws Exception {
    assertThat(find(method, without)).isNotNull();
  }

  @Test
  void a_method_that_does_not_exist_is_named_with_those_that_do() {
    assertThatThrownBy(() -> CompressionMethod.parse("brotli"))
        .hasMessage("'brotli' is no compression method; known are snappy, zlib, zstd, lz4");
  }

  /** Looks for a method on this test's class path, from which an artifact is taken away. */
  private static Object find(CompressionMethod method, String without) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (var loader =
        new URLClassLoader(classPath(without), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      Class<?> methods = loader.loadClass(CompressionMethod.class.getName());
      Method find =
          loader.loadClass(CompressionAlgorithms.class.getName()).getMethod("find", methods);
      Object wanted = methods.getMethod("parse", String.class).invoke(null, method.toString());
      return find.invoke(null, wanted);
    } catch (InvocationTargetException e) {
      throw (Exception) e.getCause();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URL[] classPath(String without) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.contains(without)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }
}
