// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The simulator with a fault in the sessions: some of their source is changed and compiled, and all
 * of the project's classes are loaded anew around it. Nothing in the sessions needs to know of
 * this, a mutation reads like a diff, and one that no longer applies to the source is noticed.
 */
final class Mutant extends ClassLoader {
  private static final Path SOURCES = Path.of("../msgr2-protocol/src/main/java/io/msgr2/session");
  private static final String OURS = "io.msgr2.";

  private final Map<String, byte[]> mutated;

  private Mutant(Map<String, byte[]> mutated) {
    super(Mutant.class.getClassLoader());
    this.mutated = mutated;
  }

  /** Returns a mutant that has one piece of source, which must occur once, replaced. */
  static Mutant of(String type, String before, String after) {
    try {
      String source = Files.readString(SOURCES.resolve(type + ".java"));
      int at = source.indexOf(before);
      if (at < 0 || source.indexOf(before, at + 1) >= 0) {
        throw new IllegalArgumentException(type + " does not have once: " + before);
      }
      String changed = source.substring(0, at) + after + source.substring(at + before.length());
      return new Mutant(compile(type, changed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the simulator with a seed; returns what went wrong. */
  Optional<String> run(long seed) {
    return ((Optional<?>) call("run", seed)).map(String.class::cast);
  }

  /** Explains a failure. */
  String explain(long seed) {
    return (String) call("explain", seed);
  }

  private Object call(String method, long seed) {
    try {
      Class<?> simulator = Class.forName(Simulator.class.getName(), true, this);
      return simulator.getMethod(method, long.class).invoke(null, seed);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      if (!name.startsWith(OURS)) {
        return super.loadClass(name, resolve);
      }
      byte[] code = mutated.containsKey(name) ? mutated.get(name) : original(name);
      return defineClass(name, code, 0, code.length);
    }
  }

  private byte[] original(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static Map<String, byte[]> compile(String type, String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  null,
                  new InMemory(standard, classes),
                  null,
                  List.of("-proc:none", "-nowarn", "-classpath", classPath()),
                  null,
                  List.of(new Source(type, source)))
              .call();
      if (!compiled) {
        throw new IllegalArgumentException("the mutated " + type + " does not compile");
      }
    }
    return classes.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().toByteArray()));
  }

  private static String classPath() {
    return Stream.of(
            io.msgr2.session.Session.class,
            io.netty.buffer.ByteBuf.class,
            io.netty.util.ReferenceCounted.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(
            url -> {
              try {
                return Path.of(url.toURI()).toString();
              } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
              }
            })
        .collect(Collectors.joining(java.io.File.pathSeparator));
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String type, String text) {
      super(URI.create("string:///" + type + Kind.SOURCE.extension), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps compiled classes in memory. */
  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes;

    InMemory(JavaFileManager standard, Map<String, ByteArrayOutputStream> classes) {
      super(standard);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          return classes.computeIfAbsent(name, key -> new ByteArrayOutputStream());
        }
      };
    }
  }
}
