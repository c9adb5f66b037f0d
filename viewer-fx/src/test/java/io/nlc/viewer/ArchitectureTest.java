package io.nlc.viewer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Model, view-model and view know each other in that order only, and their rooms in one that has no circles. */
class ArchitectureTest {

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.nlc.viewer");
    }

    @Test
    void layers() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.nlc.viewer..")
                .layer("application")
                .definedBy("io.nlc.viewer")
                .layer("view")
                .definedBy("io.nlc.viewer.view..")
                .layer("vm")
                .definedBy("io.nlc.viewer.vm..")
                .layer("model")
                .definedBy("io.nlc.viewer.model..")
                .layer("desktop")
                .definedBy("io.nlc.viewer.desktop..")
                .whereLayer("application")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("view")
                .mayOnlyBeAccessedByLayers("application")
                .whereLayer("vm")
                .mayOnlyBeAccessedByLayers("view", "application")
                .whereLayer("desktop")
                .mayOnlyBeAccessedByLayers("application")
                .whereLayer("desktop")
                .mayNotAccessAnyLayer()
                .check(classes);
    }

    @Test
    void roomsHaveAnOrder() {
        slices().matching("io.nlc.viewer.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void whatAllRoomsShareKnowsNoneOfThem() {
        for (String layer : new String[] {"model", "vm", "view"}) {
            noClasses()
                    .that()
                    .resideInAPackage("io.nlc.viewer." + layer)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.nlc.viewer." + layer + ".*")
                    .check(classes);
        }
    }

    @Test
    void pagesKnowNothingOfEachOther() {
        for (String layer : new String[] {"model", "vm", "view"}) {
            slices().matching("io.nlc.viewer." + layer + ".(batch|plot|inside|details)")
                    .should()
                    .notDependOnEachOther()
                    .check(classes);
        }
    }

    @Test
    void glassIsKnownToOneClass() {
        noClasses()
                .that(DescribedPredicate.describe(
                        "are not GlassOpenRequests", c -> !c.getName().startsWith("io.nlc.viewer.desktop.Glass")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun..")
                .check(classes);
    }

    @Test
    void everyRoomSaysWhatItHolds() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")).map(Path::getParent))
                    .isNotEmpty()
                    .allMatch(folder -> Files.exists(folder.resolve("package-info.java")));
        }
    }

    @Test
    void modelNeedsNoToolkit_viewModelsNoScene() {
        noClasses()
                .that()
                .resideInAPackage("io.nlc.viewer.model..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("javafx..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("io.nlc.viewer.vm..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage..", "javafx.application..", "javafx.animation..")
                .check(classes);
    }

    @Test
    void nativesAreTheCodecsBusiness() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..", "ai.djl..")
                .check(classes);
    }
}
