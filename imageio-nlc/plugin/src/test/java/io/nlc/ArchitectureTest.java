package io.nlc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packages depend on one another downwards only. */
class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.nlc");
        assertThat(classes.containPackage("io.nlc.codec")).isTrue();
    }

    /** What each package uses, from the top to the bottom: there are no other arrows, and each of these is needed. */
    private static final Map<String, String> USES = Map.ofEntries(
            entry("imageio", "codec container model picture runtime"),
            entry("codec.inspect", "codec codec.latent codec.tile container context entropy model picture runtime"),
            entry("codec", "codec.latent codec.search codec.tile container model picture runtime"),
            entry("codec.search", "codec.latent codec.tile model picture runtime"),
            entry("codec.tile", "codec.latent model picture runtime"),
            entry("codec.latent", "context entropy model runtime"),
            entry("model", "runtime"),
            entry("runtime", ""),
            entry("container", ""),
            entry("context", ""),
            entry("entropy", ""),
            entry("metrics", ""),
            entry("picture", ""));

    @Test
    void packagesUseWhatTheyMay() {
        Map<String, String> uses = new TreeMap<>();
        for (JavaClass c : classes) {
            String used = c.getDirectDependenciesFromSelf().stream()
                    .map(d -> d.getTargetClass().getBaseComponentType().getPackageName())
                    .filter(p -> p.startsWith("io.nlc.") && !p.equals(c.getPackageName()))
                    .map(ArchitectureTest::shortName)
                    .collect(Collectors.joining(" "));
            uses.merge(shortName(c.getPackageName()), used, (x, y) -> x + " " + y);
        }
        uses.replaceAll((name, used) ->
                String.join(" ", new TreeSet<>(List.of(used.trim().split(" +")))));
        assertThat(uses).containsExactlyInAnyOrderEntriesOf(USES);
    }

    private static String shortName(String name) {
        return name.substring("io.nlc.".length());
    }

    /** Not exported: what users may hold in their hands must not be made of these. */
    private static final Set<String> INTERNAL =
            Set.of("codec.latent", "codec.tile", "codec.search", "context", "entropy");

    @ParameterizedTest
    @ValueSource(strings = {"picture", "codec", "codec.inspect", "imageio"})
    void api_isNotMadeOfInternalTypes(String name) {
        Set<String> shown = new TreeSet<>();
        for (JavaClass c : classes.getPackage("io.nlc." + name).getClasses()) {
            if (isVisible(c)) {
                Stream<JavaClass> above =
                        Stream.concat(c.getAllRawSuperclasses().stream(), c.getAllRawInterfaces().stream());
                Stream<JavaClass> members = c.getMembers().stream()
                        .filter(m -> isVisible(m.getModifiers()))
                        .flatMap(m -> m.getAllInvolvedRawTypes().stream());
                Stream.concat(above, members)
                        .filter(t -> t.getPackageName().startsWith("io.nlc.")
                                && INTERNAL.contains(shortName(t.getPackageName())))
                        .forEach(t -> shown.add(c.getName() + " shows " + t.getName()));
            }
        }
        assertThat(shown).isEmpty();
    }

    private static boolean isVisible(JavaClass c) {
        return isVisible(c.getModifiers())
                && c.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.nlc.(**)").should().beFreeOfCycles().check(classes);
    }

    /** What a change of library must not reach. */
    @Test
    void bottomPackagesNeedTheJdkOnly() {
        allowOnly("io.nlc.entropy", "java.lang..", "java.util..", "java.io..");
        allowOnly("io.nlc.metrics", "java..");
        allowOnly("io.nlc.picture", "java..");
        allowOnly("io.nlc.container", "java..", "javax.imageio..");
    }

    private static void allowOnly(String name, String... others) {
        String[] allowed = new String[others.length + 1];
        System.arraycopy(others, 0, allowed, 1, others.length);
        allowed[0] = name + "..";
        classes()
                .that()
                .resideInAPackage(name + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(classes);
    }

    @Test
    void librariesStayInTheirPackages() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.nlc.runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..", "ai.djl..")
                .check(classes);
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        Set<String> packages =
                classes.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
        // A package-info without annotations leaves no class file, so the sources are asked.
        for (String name : packages) {
            assertThat(Path.of("src/main/java", name.split("\\.")).resolve("package-info.java"))
                    .exists();
        }
    }
}
