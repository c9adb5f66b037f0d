package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs whose threads do not see DJL and NLC through their context class loader, each in a process of its own. */
class ClassLoadersTest {

    @TempDir
    Path folder;

    /** Reads in surroundings of the name that it gets, and then in usual ones. */
    public static final class Program {
        public static void main(String[] args) throws Exception {
            Thread thread = Thread.currentThread();
            ClassLoader usual = thread.getContextClassLoader();
            switch (args[0]) {
                case "null" -> thread.setContextClassLoader(null);
                case "platform" -> thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
                case "pool" ->
                    System.out.println(
                            ForkJoinPool.commonPool().submit(ReadProgram::read).get());
                case "empty" -> thread.setContextClassLoader(new URLClassLoader(new URL[0], null));
                default -> throw new IllegalArgumentException(args[0]);
            }
            ClassLoader before = thread.getContextClassLoader();
            System.out.println(ReadProgram.read());
            System.out.println("kept " + (before == thread.getContextClassLoader()));
            thread.setContextClassLoader(usual);
            System.out.println(ReadProgram.read() + ", DJL " + OrtRuntime.djlWorks());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "platform", "pool", "empty"})
    void contextClassLoader_isOfNoAccount(String name) throws Exception {
        ChildJvm jvm = new ChildJvm(folder);
        assertThat(jvm.run(Program.class, name)).as(jvm.output()).isZero();
        assertThat(jvm.output().lines().filter(l -> !l.equals("read 64x96")))
                .as(jvm.output())
                .containsExactly("kept true", "read 64x96, DJL true");
    }

    /** As a web application's: its own classes come before those of the parent. */
    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(URL[] urls) {
            super(urls, ChildFirst.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                try {
                    return findClass(name);
                } catch (ClassNotFoundException e) {
                    return super.loadClass(name, resolve);
                }
            }
        }
    }

    /** Two web applications, one after the other. */
    public static final class WebProgram {
        public static void main(String[] args) throws Exception {
            URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(p -> {
                        try {
                            return new File(p).toURI().toURL();
                        } catch (java.net.MalformedURLException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toArray(URL[]::new);
            for (int i = 0; i < 2; i++) {
                try (ChildFirst application = new ChildFirst(urls)) {
                    Class<?> program = application.loadClass(ReadProgram.class.getName());
                    System.out.println(program != ReadProgram.class);
                    program.getMethod("main", String[].class).invoke(null, (Object) new String[] {"2"});
                }
            }
        }
    }

    @Test
    void webApplicationsOneAfterTheOther_bothWork() throws Exception {
        ChildJvm jvm = new ChildJvm(folder);
        assertThat(jvm.run(WebProgram.class)).as(jvm.output()).isZero();
        assertThat(jvm.output().lines())
                .as(jvm.output())
                .containsExactly("true", "read 64x96", "read 64x96", "true", "read 64x96", "read 64x96");
        // the second has had libraries of its own, which go with the process
        assertThat(ChildJvm.below(jvm.temporary)).hasSize(3);
    }
}
