package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.imageio.NlcPlugin;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    private static class ChildFirst extends URLClassLoader {
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

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(p -> {
                    try {
                        return new File(p).toURI().toURL();
                    } catch (java.net.MalformedURLException e) {
                        throw new AssertionError(e);
                    }
                })
                .toArray(URL[]::new);
    }

    /** Two web applications, one after the other. */
    public static final class WebProgram {
        public static void main(String[] args) throws Exception {
            URL[] urls = classPath();
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

    /** The same web application three times, each letting go of the plugin as it goes. */
    public static final class RedeployedProgram {
        public static void main(String[] args) throws Exception {
            javax.imageio.ImageIO.scanForPlugins(); // or what ImageIO makes when first used would keep the first loader
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                loaders.add(deployed());
            }
            long alive = loaders.size();
            for (int i = 0; i < 50 && alive > 0; i++) {
                System.gc();
                Thread.sleep(100);
                alive = loaders.stream().filter(l -> l.get() != null).count();
            }
            System.out.println("alive " + alive);
        }

        private static WeakReference<ClassLoader> deployed() throws Exception {
            try (ChildFirst application = new ChildFirst(classPath())) {
                application
                        .loadClass(ReadProgram.class.getName())
                        .getMethod("main", String[].class)
                        .invoke(null, (Object) new String[0]);
                Object released = application
                        .loadClass(NlcPlugin.class.getName())
                        .getMethod("release")
                        .invoke(null);
                System.out.println("released " + released);
                return new WeakReference<>(application);
            }
        }
    }

    /** The JVM may remember the last of them until another comes. */
    @Test
    void redeployedWebApplication_leavesNoClassLoaderButTheLast() throws Exception {
        ChildJvm jvm = new ChildJvm(folder).with("--add-opens=java.base/java.lang=ALL-UNNAMED");
        assertThat(jvm.run(RedeployedProgram.class)).as(jvm.output()).isZero();
        assertThat(jvm.output().lines().limit(6))
                .as(jvm.output())
                .containsExactly(
                        "read 64x96", "released true", "read 64x96", "released true", "read 64x96", "released true");
        assertThat(jvm.output().lines().skip(6)).singleElement().asString().matches("alive [01]");
    }

    @Test
    void redeployedInAClosedJvm_saysThatItsClassLoaderStays() throws Exception {
        ChildJvm jvm = new ChildJvm(folder);
        assertThat(jvm.run(RedeployedProgram.class)).as(jvm.output()).isZero();
        assertThat(jvm.output().lines()).as(jvm.output()).contains("released false", "alive 3");
    }

    /** A class loader that shows of the JDK no more than a bundle imports. */
    public static final class BundleProgram {
        private static final class Importing extends ChildFirst {
            Importing() {
                super(classPath());
            }

            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("com.sun.") && !name.startsWith("com.sun.jna.")) {
                    throw new ClassNotFoundException(name);
                }
                return super.loadClass(name, resolve);
            }
        }

        public static void main(String[] args) throws Exception {
            try (Importing bundle = new Importing()) {
                bundle.loadClass(ReadProgram.class.getName())
                        .getMethod("main", String[].class)
                        .invoke(null, (Object) new String[0]);
            }
        }
    }

    @Test
    void bundleThatImportsImageIoAlone_reads() throws Exception {
        ChildJvm jvm = new ChildJvm(folder);
        assertThat(jvm.run(BundleProgram.class)).as(jvm.output()).isZero();
        assertThat(jvm.output().lines()).as(jvm.output()).containsExactly("read 64x96");
    }
}
