package io.nlc.clients;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.JreMemoryLeakPreventionListener;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;

/**
 * A Tomcat to which a web application is deployed several times: {@code TomcatProgram BASE APPLICATION PICTURE TIMES}.
 * It says what each deployment answers, what is left in ImageIO's registry when it has gone, and in the end how many
 * class loaders are.
 */
public final class TomcatProgram {

    // The container has neither of these classes, the application has.
    private static final String LISTENER = "io.nlc.clients.WebApplication$Listener";
    private static final String SERVLET = "io.nlc.clients.WebApplication$Servlet";

    private final Tomcat tomcat = new Tomcat();
    private final Path application;
    private final Path picture;

    private TomcatProgram(Path base, Path application, Path picture) throws LifecycleException {
        this.application = application;
        this.picture = picture;
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector();
        tomcat.getHost();
        tomcat.getServer().addLifecycleListener(new JreMemoryLeakPreventionListener()); // as in every server.xml
        tomcat.start();
    }

    public static void main(String[] args) {
        try {
            run(args);
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1); // whatever threads Tomcat has
        }
    }

    private static void run(String[] args) throws Exception {
        ImageIO.scanForPlugins(); // or what ImageIO makes when it is first used would keep the first application
        TomcatProgram program = new TomcatProgram(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
            loaders.add(program.deployOnce());
            System.out.println(
                    "left " + ImageIO.getImageReadersByFormatName("nlc").hasNext() + "/"
                            + ImageIO.getImageWritersByFormatName("nlc").hasNext());
        }
        System.out.println("loaders " + alive(loaders));
        program.tomcat.stop();
        program.tomcat.destroy();
    }

    private WeakReference<ClassLoader> deployOnce() throws Exception {
        StandardContext context = new StandardContext();
        context.setPath("/app");
        context.setDocBase(application.toString());
        context.addLifecycleListener(new Tomcat.FixContextListener()); // in place of a web.xml
        context.addApplicationListener(LISTENER);
        Tomcat.addServlet(context, "nlc", SERVLET);
        context.addServletMapping("/nlc", "nlc");
        tomcat.getHost().addChild(context); // starts it
        System.out.println(context.getState() + ": " + get());
        WeakReference<ClassLoader> loader =
                new WeakReference<>(context.getLoader().getClassLoader());
        tomcat.getHost().removeChild(context); // stops and destroys it
        return loader;
    }

    private String get() throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + "/app/nlc?picture="
                + URLEncoder.encode(picture.toString(), StandardCharsets.UTF_8));
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    /** How many of them no garbage collection takes away. */
    private static long alive(List<WeakReference<ClassLoader>> loaders) throws InterruptedException {
        long alive = loaders.size();
        for (int i = 0; i < 20 && alive > 0; i++) {
            System.gc();
            Thread.sleep(100);
            alive = loaders.stream().filter(l -> l.get() != null).count();
        }
        return alive;
    }
}
