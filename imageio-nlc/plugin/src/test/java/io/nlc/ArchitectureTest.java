package io.nlc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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

    @Test
    void packagesDependDownwardsOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.nlc..")
                .withOptionalLayers(true)
                .layer("imageio")
                .definedBy("io.nlc.imageio..")
                .layer("inspect")
                .definedBy("io.nlc.codec.inspect")
                .layer("codec")
                .definedBy("io.nlc.codec")
                .layer("search")
                .definedBy("io.nlc.codec.search")
                .layer("tile")
                .definedBy("io.nlc.codec.tile")
                .layer("latent")
                .definedBy("io.nlc.codec.latent")
                .layer("picture")
                .definedBy("io.nlc.picture")
                .layer("context")
                .definedBy("io.nlc.context..")
                .layer("entropy")
                .definedBy("io.nlc.entropy..")
                .layer("model")
                .definedBy("io.nlc.model..")
                .layer("runtime")
                .definedBy("io.nlc.runtime..")
                .layer("container")
                .definedBy("io.nlc.container..")
                .layer("metrics")
                .definedBy("io.nlc.metrics..")
                .whereLayer("imageio")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("inspect")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("codec")
                .mayOnlyBeAccessedByLayers("inspect", "imageio")
                .whereLayer("search")
                .mayOnlyBeAccessedByLayers("codec")
                .whereLayer("tile")
                .mayOnlyBeAccessedByLayers("search", "codec", "inspect")
                .whereLayer("latent")
                .mayOnlyBeAccessedByLayers("tile", "search", "codec", "inspect")
                .whereLayer("picture")
                .mayOnlyBeAccessedByLayers("tile", "search", "codec", "inspect", "imageio")
                .whereLayer("context")
                .mayOnlyBeAccessedByLayers("latent", "inspect")
                .whereLayer("entropy")
                .mayOnlyBeAccessedByLayers("latent", "inspect")
                .whereLayer("model")
                .mayOnlyBeAccessedByLayers("latent", "tile", "search", "codec", "inspect", "imageio")
                .whereLayer("runtime")
                .mayOnlyBeAccessedByLayers("model", "latent", "tile", "search", "codec", "inspect", "imageio")
                .whereLayer("container")
                .mayOnlyBeAccessedByLayers("codec", "inspect", "imageio")
                .whereLayer("metrics")
                .mayNotBeAccessedByAnyLayer()
                .check(classes);
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
