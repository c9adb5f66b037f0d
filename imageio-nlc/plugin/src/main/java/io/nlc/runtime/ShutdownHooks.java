package io.nlc.runtime;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JVM's shutdown hooks, which it shows to nobody unless {@code java.lang} is open to us. */
final class ShutdownHooks {

    private ShutdownHooks() {}

    /**
     * Removes hooks that run something of a class.
     *
     * @param task a {@code Runnable}
     * @return whether they could be looked for
     */
    static boolean remove(Class<?> task) {
        try {
            Field field = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
            field.setAccessible(true);
            if (!(field.get(null) instanceof Map<?, ?> hooks)) { // null while they run
                return false;
            }
            List<Thread> ours;
            synchronized (Class.forName("java.lang.ApplicationShutdownHooks")) { // its methods' own lock
                ours = hooks.keySet().stream()
                        .map(Thread.class::cast)
                        .filter(hook -> task(hook).map(task::isInstance).orElse(false))
                        .toList();
            }
            ours.forEach(Runtime.getRuntime()::removeShutdownHook);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) { // not open, or another JVM
            return false;
        }
    }

    private static Optional<Object> task(Thread thread) {
        try {
            return Optional.ofNullable(field(Thread.class, "target").get(thread));
        } catch (NoSuchFieldException e) { // JDK 19 and later
            try {
                Object holder = field(Thread.class, "holder").get(thread);
                return Optional.ofNullable(field(holder.getClass(), "task").get(holder));
            } catch (ReflectiveOperationException f) {
                throw new IllegalStateException(f);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
