package io.nlc.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.nlc.imageio.NlcImageReaderSpi;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The command line is a user of the plugin like any other. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.nlc.cli");

    /**
     * What the plugin's module does not export is not for the command line either, though the class path would let it.
     */
    @Test
    void commandLine_usesWhatThePluginExports() throws Exception {
        ModuleReference plugin = ModuleFinder.of(Path.of(NlcImageReaderSpi.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()))
                .find("io.nlc.imageio")
                .orElseThrow();
        Set<String> exported = plugin.descriptor().exports().stream()
                .filter(e -> !e.isQualified())
                .map(e -> e.source())
                .collect(Collectors.toSet());
        classes()
                .that()
                .resideInAPackage("io.nlc.cli..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(Stream.concat(
                                exported.stream(),
                                Stream.of(
                                        "io.nlc.cli..",
                                        "java..",
                                        "sun.misc",
                                        "javax.imageio..",
                                        "picocli..",
                                        "com.google.gson.."))
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void networksAreNotForTheCommandLine() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("ai..").check(CLASSES);
    }
}
