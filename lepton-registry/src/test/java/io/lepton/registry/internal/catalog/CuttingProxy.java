package io.lepton.registry.internal.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Stands between a client and its server, and cuts the line where a COMMIT goes over it. */
final class CuttingProxy implements AutoCloseable {
  /** What becomes of the next COMMIT. */
  enum Cut {
    /** It goes through. */
    NONE,
    /** The line is cut before the server gets it. */
    BEFORE_COMMIT,
    /** The server gets it; its answer is lost. */
    AFTER_COMMIT,
    /** The server gets it; its answer is lost, and no new connection is taken. */
    AFTER_COMMIT_FOR_GOOD
  }

  private final ServerSocket door;
  private final int server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile Cut next = Cut.NONE;
  private volatile boolean refusing;
  private final AtomicInteger cuts = new AtomicInteger();

  CuttingProxy(int server) throws IOException {
    this.server = server;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Connections through here; the driver says COMMIT in words each time. */
  DataSource source() {
    return PostgresCatalogs.source(
        TestServer.url(door.getLocalPort()) + "?prepareThreshold=0", "postgres", "postgres");
  }

  /** How often the line was cut. */
  int cuts() {
    return cuts.get();
  }

  void cutNext(Cut cut) {
    next = cut;
  }

  private interface Loop {
    void run() throws IOException;
  }

  private static void start(Loop loop) {
    Thread thread =
        new Thread(
            () -> {
              try {
                loop.run();
              } catch (IOException e) {
                // The line is cut, or the test is over.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = door.accept();
      if (refusing) {
        client.close();
        continue;
      }
      Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
      open.add(client);
      open.add(upstream);
      start(() -> requests(client, upstream));
      start(() -> answers(upstream, client));
    }
  }

  private void requests(Socket client, Socket upstream) throws IOException {
    InputStream in = client.getInputStream();
    OutputStream out = upstream.getOutputStream();
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      // The driver sends a whole message at once; this one is short.
      boolean commit =
          new String(buffer, 0, n, StandardCharsets.ISO_8859_1).contains("COMMIT");
      if (commit && next != Cut.NONE) {
        Cut cut = next;
        next = Cut.NONE;
        cuts.incrementAndGet();
        if (cut == Cut.BEFORE_COMMIT) {
          upstream.close();
        } else {
          refusing = cut == Cut.AFTER_COMMIT_FOR_GOOD;
          client.close(); // first, so that the answer cannot slip through
          out.write(buffer, 0, n);
        }
        client.close();
        return;
      }
      out.write(buffer, 0, n);
    }
    upstream.close();
  }

  private static void answers(Socket upstream, Socket client) throws IOException {
    InputStream in = upstream.getInputStream();
    OutputStream out = client.getOutputStream();
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
    client.close();
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
