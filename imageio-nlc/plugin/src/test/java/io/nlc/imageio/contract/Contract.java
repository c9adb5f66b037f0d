package io.nlc.imageio.contract;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The calls that all plugins are asked, by class and method of ImageIO. */
final class Contract {

    /**
     * One call.
     *
     * @param type the simple name of ImageIO's class
     * @param method with the simple names of its parameters' types
     * @param what the arguments and the state, in words
     */
    record Case(String type, String method, String what, Outcome.Call call) {}

    private final List<Case> cases = new ArrayList<>();
    private final Set<String> unasked = new TreeSet<>();
    private String type;
    private String method;

    /** From here on it is about this class, whose methods all want to be asked. */
    Contract of(Class<?> c) {
        type = c.getSimpleName();
        Arrays.stream(c.getDeclaredMethods())
                .filter(m -> Modifier.isPublic(m.getModifiers()) && !m.isSynthetic())
                .forEach(m -> unasked.add(type + "." + signature(m)));
        return this;
    }

    private static String signature(Method m) {
        return m.getName()
                + Arrays.stream(m.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    /** From here on it is about this method. */
    Contract method(String signature) {
        if (!unasked.remove(type + "." + signature)) {
            throw new AssertionError(type + "." + signature + " is not there, or asked already");
        }
        method = signature;
        return this;
    }

    Contract on(String what, Outcome.Call call) {
        cases.add(new Case(type, method, what, call));
        return this;
    }

    List<Case> cases() {
        return cases;
    }

    /** Methods without a case. */
    Set<String> unasked() {
        return unasked;
    }
}
