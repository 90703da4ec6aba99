package io.lepton.tune;

import io.lepton.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs the same work on the calling thread and on others, until it is done on all. Others that have
 * not begun by then are not waited for, so an executor without room costs nothing, not even if the
 * caller's own thread is the only one it has.
 */
final class Crew {
  private final Runnable work;
  private final Runnable end;
  private final List<Member> members = new ArrayList<>();
  private @Nullable Throwable failure;

  Crew(Runnable work, Runnable end, Budget budget) {
    this.work = work;
    this.end = end;
    Executor executor = budget.findExecutor().orElse(Crew::begin);
    for (int i = 1; i < budget.parallel(); i++) {
      members.add(new Member(executor));
    }
  }

  private static void begin(Runnable member) {
    Thread thread = new Thread(member, "study");
    thread.setDaemon(true);
    thread.start();
  }

  /** A thread that helps. */
  private final class Member implements Runnable {
    private final Executor executor;
    private boolean withdrawn;
    private @Nullable Thread thread;

    Member(Executor executor) {
      this.executor = executor;
    }

    @Override
    public void run() {
      synchronized (this) {
        if (withdrawn) {
          return;
        }
        thread = Thread.currentThread();
      }
      work(work);
      synchronized (this) {
        thread = null;
        withdrawn = true;
        if (Thread.interrupted()) {
          fail(new EngineException("a thread of the search was interrupted"));
        }
        notifyAll();
      }
    }

    synchronized void interrupt() {
      if (thread != null) {
        thread.interrupt();
      }
    }

    synchronized void await() throws InterruptedException {
      withdrawn = true;
      while (thread != null) {
        wait();
      }
    }
  }

  /**
   * Returns when nobody works any more.
   *
   * @throws EngineException if the calling thread is interrupted, which stays set
   */
  void run() {
    for (Member member : members) {
      try {
        member.executor.execute(member);
      } catch (RuntimeException e) { // rejected: the work is done by the others
        member.withdrawn = true;
      }
    }
    work(work);
    boolean interrupted = Thread.interrupted();
    if (interrupted) {
      members.forEach(Member::interrupt);
    }
    for (Member member : members) {
      interrupted |= await(member);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    rethrow(interrupted);
  }

  private boolean await(Member member) {
    boolean interrupted = false;
    while (true) {
      try {
        member.await();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        end.run();
        members.forEach(Member::interrupt);
      }
    }
  }

  private void work(Runnable part) {
    try {
      part.run();
    } catch (Throwable e) {
      fail(e);
      end.run();
    }
  }

  private synchronized void fail(Throwable e) {
    if (failure == null) {
      failure = e;
    }
  }

  private synchronized void rethrow(boolean interrupted) {
    if (failure instanceof RuntimeException e) {
      throw e;
    } else if (failure instanceof Error e) {
      throw e;
    } else if (interrupted) {
      throw new EngineException("the search was interrupted");
    }
  }
}
