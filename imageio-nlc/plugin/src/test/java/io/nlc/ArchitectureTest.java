package io.nlc;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.nlc.imageio.NlcSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.IIOException;
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
            entry("imageio", "codec colour container failure imageio.metadata metrics model picture runtime"),
            entry("imageio.metadata", "container foreign"),
            entry(
                    "codec.inspect",
                    "codec codec.content codec.latent codec.search codec.tile container context entropy failure model picture runtime"),
            entry(
                    "codec",
                    "codec.content codec.latent codec.search codec.tile container failure lossless model picture residual runtime"),
            entry("codec.content", "codec.latent codec.tile container failure lossless picture residual"),
            entry("codec.search", "codec.latent codec.tile failure model picture runtime"),
            entry("codec.tile", "codec.latent model picture runtime"),
            entry("codec.latent", "context entropy failure model runtime"),
            entry("model", "context failure onnx runtime"),
            entry("onnx", "failure"),
            entry("runtime", "failure"),
            entry("container", "failure"),
            entry("colour", "failure foreign"),
            entry("foreign", ""),
            entry("context", ""),
            entry("lossless", "entropy failure"),
            entry("residual", "entropy failure lossless"),
            entry("entropy", "failure"),
            entry("failure", ""),
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
    private static final Set<String> INTERNAL = Set.of(
            "codec.content",
            "codec.latent",
            "codec.tile",
            "codec.search",
            "colour",
            "context",
            "entropy",
            "foreign",
            "lossless",
            "onnx",
            "residual");

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
        allowOnly("io.nlc.failure", "java..");
        allowOnly("io.nlc.lossless", "io.nlc.entropy..", "io.nlc.failure..", "java.lang..", "java.util..", "java.io..");
        allowOnly("io.nlc.entropy", "io.nlc.failure..", "java.lang..", "java.util..", "java.io..");
        allowOnly("io.nlc.context", "java..");
        allowOnly("io.nlc.onnx", "io.nlc.failure..", "java.lang..", "java.util..", "java.nio.charset..");
        allowOnly("io.nlc.metrics", "java..");
        allowOnly("io.nlc.picture", "java..");
        allowOnly("io.nlc.colour", "io.nlc.failure..", "io.nlc.foreign..", "java..", "javax.imageio.stream..");
        allowOnly("io.nlc.foreign", "java..", "javax.imageio.stream..");
        allowOnly("io.nlc.container", "io.nlc.failure..", "java..", "javax.imageio.stream..");
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
    void gsonIsTheManifestParsersBusiness() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.nlc.model..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.gson..")
                .check(classes);
        noClasses()
                .that()
                .arePublic()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.gson..")
                .check(classes);
    }

    /** Below the plugin, files are read from ImageIO's streams, and that is all that is known of it. */
    @Test
    void imageIoIsThePluginsBusiness() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.nlc.imageio..", "io.nlc.container..", "io.nlc.colour..", "io.nlc.foreign..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("javax.imageio..")
                .check(classes);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.nlc.imageio.IOExceptions")
                .should()
                .callConstructorWhere(target(owner(type(IIOException.class))))
                .because("whoever catches one shall find the kind of failure in its cause")
                .check(classes);
    }

    /** Ours in one place, and those of the JDK and of libraries in another. */
    @Test
    void systemPropertiesAreReadInOnePlace() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(NlcSettings.class)
                .and()
                .doNotHaveFullyQualifiedName("io.nlc.runtime.LibraryProperties")
                .should()
                .callMethodWhere(target(owner(type(System.class))).and(target(nameMatching("getPropert.*"))))
                .orShould()
                .callMethodWhere(target(nameMatching("getInteger|getLong|getBoolean"))
                        .and(target(owner(type(Integer.class)))
                                .or(target(owner(type(Long.class))))
                                .or(target(owner(type(Boolean.class))))))
                .check(classes);
    }

    /** More than seven parameters are hard to tell apart; the records that mirror a file's header have two more. */
    @Test
    void signaturesAreShort() {
        codeUnits()
                .that()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackages("io.nlc.codec..", "io.nlc.picture..")
                .and(not(nameMatching("lambda\\$.*|(thumbnailP|p)assStarted|(thumbnail|image)Update"))) // ImageIO's
                .should(new ArchCondition<JavaCodeUnit>("have seven parameters at most, nine in a record") {
                    @Override
                    public void check(JavaCodeUnit unit, ConditionEvents events) {
                        int most = unit.isConstructor() && unit.getOwner().isRecord() ? 9 : 7;
                        int parameters = unit.getRawParameterTypes().size();
                        events.add(new SimpleConditionEvent(
                                unit, parameters <= most, unit.getFullName() + " has " + parameters));
                    }
                })
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
