package io.nlc.clients;

import io.nlc.imageio.NlcPlugin;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;

/** A web application with NLC in its own {@code WEB-INF/lib}: the classes in its {@code WEB-INF/classes}. */
public final class WebApplication {

    private WebApplication() {}

    /** Registers NLC when the application comes, and lets go of all of it when it goes, as the documentation says. */
    public static final class Listener implements ServletContextListener {

        @Override
        public void contextInitialized(ServletContextEvent event) {
            NlcPlugin.register();
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            System.out.println("released " + NlcPlugin.release());
        }
    }

    /** Writes and reads the picture of the query. */
    @SuppressWarnings("serial")
    public static final class Servlet extends HttpServlet {

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter()
                    .print(RoundTrip.of(new File(request.getParameter("picture"))) + " in "
                            + RoundTrip.class.getClassLoader().getClass().getSimpleName());
        }
    }
}
