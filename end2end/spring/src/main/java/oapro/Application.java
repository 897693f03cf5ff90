package oapro;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A mini-program's backend as tutorials build it: Spring MVC, MyBatis on HikariCP, WxJava, tokens in memory. */
@SpringBootApplication
public class Application {
  public static void main(String[] arguments) {
    SpringApplication.run(Application.class, arguments);
  }
}
