import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * One node in this process, until SIGTERM. Its arguments are the node's settings, as name=value; commas make a list.
 *
 * What the packaged server sets up before its node (native code, a sandbox, bootstrap checks), a test does without.
 */
public final class Launcher {

    public static void main(String[] arguments) throws InterruptedException {
        Settings.Builder settings = Settings.builder();
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            if (pair[1].contains(",")) {
                settings.putList(pair[0], pair[1].split(","));
            } else {
                settings.put(pair[0], pair[1]);
            }
        }
        try {
            start(settings.build());
        } catch (Throwable failure) { // a port that is taken, a folder that is in use, a setting that is wrong
            failure.printStackTrace();
            System.exit(1);
        }
        new CountDownLatch(1).await(); // the node's threads do not keep the process alive
    }

    private static void start(Settings settings) throws Exception {
        LogConfigurator.configureESLogging(); // before any other class of theirs asks for a logger
        Path config = Path.of(Environment.PATH_HOME_SETTING.get(settings), "config");
        Environment environment = new Environment(settings, config);
        PluginsLoader plugins = PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(environment.modulesDir()), Set.of(), Map.of(), false);
        Node node = new Node(environment, plugins);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node)));
        node.start();
    }

    private static void stop(Node node) {
        try {
            node.close();
            node.awaitClose(10, TimeUnit.SECONDS);
        } catch (Exception failure) {
            failure.printStackTrace();
        }
    }
}
