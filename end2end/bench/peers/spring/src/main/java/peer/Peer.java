package peer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/** The peer for Java: Spring MVC on Tomcat, HikariCP, JdbcTemplate and WxJava. */
@SpringBootApplication
public class Peer {
  public static void main(String[] arguments) {
    SpringApplication.run(Peer.class, arguments);
  }

  /** The one line on stdout: whoever started this process waits for it. */
  @EventListener
  void announce(ApplicationReadyEvent ready) {
    System.out.println("http://127.0.0.1:" + ready.getApplicationContext().getEnvironment().getProperty("LISTEN") + "/");
  }
}
