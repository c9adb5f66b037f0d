package io.nlc.viewer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Model, view-model and view know each other in that order only. */
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
                .whereLayer("application")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("view")
                .mayOnlyBeAccessedByLayers("application")
                .whereLayer("vm")
                .mayOnlyBeAccessedByLayers("view", "application")
                .check(classes);
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
