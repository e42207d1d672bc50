import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.neo4j.cli.ExecutionContext;
import org.neo4j.commandline.admin.security.SetInitialPasswordCommand;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.HttpConnector;
import org.neo4j.configuration.connectors.HttpsConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.io.ByteUnit;
import picocli.CommandLine;

/**
 * A Neo4j Community server for the tests: Bolt with passwords on one loopback port, and no other port.
 *
 * <p>Called by tests/neo4j_server.py as {@code java Server FOLDER PORT [--remove]}, with the class path of
 * pom.xml. Standard input brings the password of the user "neo4j" as its first line, and stays open for as
 * long as the server is wanted: at the line "stop", at its end, or when the process that started this one is
 * gone, the server shuts down, as it does at SIGTERM. With --remove, the end of standard input or of the
 * parent removes FOLDER too, so that a test run that was killed leaves nothing behind.
 *
 * <p>Prints one line, "ready", when Bolt accepts connections.
 */
public class Server {
    private static final String NAME = "neo4j"; // of the user and of the database
    private static final long SECONDS_TO_END = 60;

    /** Open from the moment when the start has succeeded or failed. */
    private static final CountDownLatch started = new CountDownLatch(1);
    private static volatile DatabaseManagementService service;
    private static volatile boolean removeAtEnd = false;

    public static void main(String[] args) throws IOException {
        if (args.length < 2 || args.length > 3 || (args.length == 3 && !args[2].equals("--remove"))) {
            System.err.println("usage: java Server FOLDER PORT [--remove], the password on standard input");
            System.exit(2);
        }
        Path folder = Path.of(args[0]).toAbsolutePath();
        int port = Integer.parseInt(args[1]);
        boolean remove = args.length == 3;
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String password = input.readLine();
        if (password == null || password.isEmpty()) {
            System.err.println("no password on standard input");
            System.exit(2);
        }

        // Watched from here on, and not only once the server is up: a test run can be killed any time.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(folder), "shutdown"));
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> end(remove)));
        Thread watcher = new Thread(() -> end(!isStopAsked(input) && remove), "standard-input");
        watcher.setDaemon(true);
        watcher.start();

        try {
            start(folder, port, password);
            System.out.println("ready");
            System.out.flush();
        } catch (Throwable e) {
            e.printStackTrace();
            started.countDown();
            System.exit(1);
        }
        started.countDown();
    }

    private static void start(Path folder, int port, String password) {
        if (!Files.exists(folder.resolve("data"))) {
            setPassword(folder, password);
        }
        SocketAddress address = new SocketAddress("127.0.0.1", port);
        service = new DatabaseManagementServiceBuilder(folder)
                .setConfig(BoltConnector.enabled, true)
                .setConfig(BoltConnector.listen_address, address)
                .setConfig(BoltConnector.advertised_address, address)
                .setConfig(HttpConnector.enabled, false)
                .setConfig(HttpsConnector.enabled, false)
                .setConfig(GraphDatabaseSettings.auth_enabled, true)
                // No lock-out: after three wrong passwords the next test would be refused for five seconds.
                .setConfig(GraphDatabaseSettings.auth_max_failed_attempts, 0)
                .setConfig(GraphDatabaseSettings.udc_enabled, false) // usage reporting
                .setConfig(GraphDatabaseSettings.log_queries, GraphDatabaseSettings.LogQueryLevel.OFF)
                .setConfig(GraphDatabaseSettings.pagecache_memory, ByteUnit.mebiBytes(128))
                // Otherwise each database sets aside 256 MiB of disk for its transaction log.
                .setConfig(GraphDatabaseSettings.preallocate_logical_logs, false)
                .setConfig(GraphDatabaseSettings.logical_log_rotation_threshold, ByteUnit.mebiBytes(16))
                // A shutdown takes a second this way, and eleven with the defaults.
                .setConfig(GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period, 0)
                .setConfig(GraphDatabaseSettings.shutdown_transaction_end_timeout, Duration.ofSeconds(1))
                .build();
        if (!service.database(NAME).isAvailable(60_000)) {
            throw new IllegalStateException("the database " + NAME + " was not available after 60 s");
        }
    }

    /** As the command "neo4j-admin dbms set-initial-password" does it; it works in a new folder only. */
    private static void setPassword(Path folder, String password) {
        ExecutionContext context = new ExecutionContext(folder, folder.resolve("conf"));
        int code = new CommandLine(new SetInitialPasswordCommand(context)).execute("--", password);
        if (code != 0) {
            throw new IllegalStateException("the password could not be set: code " + code);
        }
    }

    /** Waits for the line "stop" (true) or the end of standard input (false). */
    private static boolean isStopAsked(BufferedReader input) {
        try {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                if (line.equals("stop")) {
                    return true;
                }
            }
        } catch (IOException e) {
            // A standard input that cannot be read has ended.
        }
        return false;
    }

    /** Ends this process, in SECONDS_TO_END at most. */
    private static void end(boolean remove) {
        removeAtEnd |= remove;
        Thread guard = new Thread(() -> {
            try {
                TimeUnit.SECONDS.sleep(SECONDS_TO_END);
            } catch (InterruptedException e) {
                // Nothing interrupts it; were it so, the process would end at once.
            }
            Runtime.getRuntime().halt(1);
        }, "guard");
        guard.setDaemon(true);
        guard.start();
        System.exit(0);
    }

    private static void shutDown(Path folder) {
        try {
            started.await(SECONDS_TO_END / 2, TimeUnit.SECONDS);
            if (service != null) {
                service.shutdown();
            }
        } catch (InterruptedException | RuntimeException e) {
            e.printStackTrace();
        }
        if (removeAtEnd) {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | RuntimeException e) {
            System.err.println("could not remove " + folder + ": " + e);
        }
    }
}
