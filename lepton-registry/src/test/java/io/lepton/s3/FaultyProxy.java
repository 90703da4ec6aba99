package io.lepton.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands before a server and does to chosen requests what networks and servers do. Requests are
 * counted from 1, in the order in which they are complete here. One connection carries one request.
 */
public final class FaultyProxy implements AutoCloseable {
  /** What may happen to a request. */
  public enum Fault {
    /** The server answers 500 and did nothing. */
    SERVER_ERROR,
    /** The server asks for less, and did nothing. */
    SLOW_DOWN,
    /** The connection ends before the server saw the request. */
    CUT_BEFORE,
    /** The server did the work; the connection ends before its answer. */
    CUT_AFTER,
    /** The server did the work; something between says 502. */
    FAIL_AFTER,
    /** The answer ends in the middle. */
    TRUNCATED,
    /** No answer ever comes, though the server did the work. */
    SILENCE,
    /** One bit of the request's body is flipped on the way. */
    BIT_FLIP,
    /** The server refuses, for good. */
    FORBIDDEN,
    /** The condition of the request is lost on the way, as if the server did not know it. */
    CONDITION_IGNORED
  }

  private final URI server;
  private final ServerSocket listener;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private Fault fault = Fault.SERVER_ERROR;
  private int from;
  private int to;

  public FaultyProxy(URI server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Lets some requests, counted from now on, meet a fault. */
  public synchronized void plan(Fault kind, int first, int last) {
    log.clear();
    ranges.clear();
    fault = kind;
    from = first;
    to = last;
  }

  public synchronized void heal() {
    from = 0;
    to = 0;
  }

  /** The requests since the plan, as "METHOD /path". */
  public List<String> requests() {
    return List.copyOf(log);
  }

  /** How many bytes the requests since the plan asked for. */
  public long bytesAskedFor() {
    return ranges.stream()
        .map(range -> range.substring("bytes=".length()).split("-"))
        .mapToLong(ends -> Long.parseLong(ends[1]) - Long.parseLong(ends[0]) + 1)
        .sum();
  }

  private synchronized boolean meetsFault(String request) {
    log.add(request);
    return log.size() >= from && log.size() <= to;
  }

  private synchronized Fault fault() {
    return fault;
  }

  private static void daemon(Runnable body) {
    Thread thread = new Thread(body, "faulty-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        open.add(client);
        daemon(
            () -> {
              try (client) {
                serve(client);
              } catch (IOException e) {
                // the client went away, which is its right
              } finally {
                open.remove(client);
              }
            });
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) throws IOException {
    InputStream in = new BufferedInputStream(client.getInputStream());
    String head = head(in);
    if (head.isEmpty()) {
      return;
    }
    OutputStream out = client.getOutputStream();
    if (header(head, "expect") != null) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
    String length = header(head, "content-length");
    byte[] body = in.readNBytes(length == null ? 0 : Integer.parseInt(length));
    String request = head.substring(0, head.indexOf(" HTTP/"));
    String range = header(head, "range");
    if (range != null) {
      ranges.add(range);
    }
    if (!meetsFault(request)) {
      out.write(forward(head, body));
      return;
    }
    switch (fault()) {
      case SERVER_ERROR -> out.write(error("500 Internal Server Error", "InternalError"));
      case SLOW_DOWN -> out.write(error("503 Slow Down", "SlowDown"));
      case FORBIDDEN -> out.write(error("403 Forbidden", "AccessDenied"));
      case CUT_BEFORE -> {}
      case CUT_AFTER -> forward(head, body);
      case FAIL_AFTER -> {
        forward(head, body);
        out.write(error("502 Bad Gateway", ""));
      }
      case TRUNCATED -> {
        byte[] answer = forward(head, body);
        out.write(answer, 0, answer.length - Math.max(1, bodyOf(answer) / 2));
      }
      case SILENCE -> {
        forward(head, body);
        in.read(); // until the client gives up
      }
      case BIT_FLIP -> {
        if (body.length > 0) {
          body[body.length / 2] ^= 4;
        }
        out.write(forward(head, body));
      }
      case CONDITION_IGNORED ->
          out.write(forward(head.replaceAll("(?i)if-none-match: ", "x-ignored: "), body));
    }
  }

  private static byte[] error(String status, String code) {
    String xml = code.isEmpty() ? "" : "<Error><Code>" + code + "</Code></Error>";
    return ("HTTP/1.1 "
            + status
            + "\r\nContent-Type: application/xml\r\nConnection: close\r\nContent-Length: "
            + xml.length()
            + "\r\n\r\n"
            + xml)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] forward(String head, byte[] body) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      String sent =
          head.replaceAll("(?i)\r\n(connection|expect): [^\r]*", "")
              .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
      OutputStream out = socket.getOutputStream();
      out.write(sent.getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.flush();
      return socket.getInputStream().readAllBytes();
    }
  }

  private static int bodyOf(byte[] answer) {
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    return answer.length - text.indexOf("\r\n\r\n") - 4;
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      if (b == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }

  private static String header(String head, String name) {
    return Arrays.stream(head.split("\r\n"))
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse(null);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
