namespace NotebookHost.Engine;

/// <summary>Runs a cell's code so that it can be stopped, endless loops too, with the state of the notebook kept.</summary>
/// <remarks>
/// The synchronous part runs on a thread of its own. Continuations after an await are posted to this context, which runs each on a
/// pool thread; no thread is waited for, so <c>.Result</c> does not deadlock. A stop is cooperative: the loops of cells look at it
/// (<see cref="CSharp.LoopChecks"/>), waits are interrupted, continuations no longer run. Code of a library that neither waits nor returns is
/// given up after a grace time and ends when it comes back to the cell. <see cref="System.Runtime.ControlledExecution"/> is not
/// used: on Linux its abort of a loop that calls a method ends the process ('PAL_SEHException', .NET 10.0.12).
/// </remarks>
/// <param name="timeout">How long the code may run, from its first call on; null for ever.</param>
internal sealed class CellStop(TimeSpan? timeout = null) : IDisposable
{
    private const int StackBytes = 64 << 20;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2), Poll = TimeSpan.FromMilliseconds(20);
    private static int stopped;
    private readonly CancellationTokenSource source = new();
    private Func<Exception>? reason;
    private Timer? timer;
    private int running;

    /// <summary>Whether code of any stopped cell may still run.</summary>
    public static bool Any => Volatile.Read(ref stopped) > 0;

    /// <summary>Cancelled when the cell is to stop.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Why the code was stopped; null where it was not.</summary>
    public Exception? Reason => reason?.Invoke();

    /// <summary>Asks the code to stop.</summary>
    /// <param name="why">Makes the exception that the cell ends with.</param>
    public void Stop(Func<Exception> why)
    {
        if (Interlocked.CompareExchange(ref reason, why, null) is not null) return;
        Interlocked.Increment(ref stopped);
        source.Cancel();
        _ = ForgetAsync();
    }

    /// <summary>Throws where the cell was stopped.</summary>
    public void ThrowIfStopped()
    {
        if (reason is { } why) throw why();
    }

    /// <summary>Runs code to its end.</summary>
    /// <exception cref="Exception">What the code threw, or the reason it was stopped.</exception>
    public object? Run(Func<Task<object?>> code)
    {
        ThrowIfStopped();
        if (timeout is { } limit) timer ??= new Timer(_ => Stop(() => new CellTimeoutException(limit)), null, limit, Timeout.InfiniteTimeSpan);
        var done = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Counted(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new Posted(this));
            code().ContinueWith(task => Complete(done, task), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }, e => done.TrySetException(e)), StackBytes) { IsBackground = true, Name = "cell" };
        thread.Start();
        try
        {
            done.Task.Wait(source.Token);
        }
        catch (OperationCanceledException)
        {
            End(thread);
            throw reason!();
        }
        catch (AggregateException)
        {
        }
        if (source.IsCancellationRequested) throw reason!();
        return done.Task.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        // The source stays: a thread that was left behind may still look at its token.
        timer?.Dispose();
    }

    private static void Complete(TaskCompletionSource<object?> done, Task<object?> task)
    {
        if (task.IsFaulted) done.TrySetException(task.Exception.InnerExceptions);
        else if (task.IsCanceled) done.TrySetException(new TaskCanceledException(task));
        else done.TrySetResult(task.Result);
    }

    /// <summary>Gives the thread its grace time; wakes it where it waits.</summary>
    private static void End(Thread thread)
    {
        for (var waited = TimeSpan.Zero; waited < Grace; waited += Poll)
        {
            if (thread.Join(Poll)) return;
            if ((thread.ThreadState & ThreadState.WaitSleepJoin) != 0) thread.Interrupt();
        }
        CellScope.Current?.Write("stderr", "The cell is inside a library that cannot be stopped; it goes on in the background until it comes back to the cell's code.\n");
    }

    private void Counted(Action action, Action<Exception> failed)
    {
        Interlocked.Increment(ref running);
        try
        {
            action();
        }
        catch (Exception e)
        {
            failed(e);
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    /// <summary>Loops stop looking for stopped cells a while after the last code of this one has ended.</summary>
    private async Task ForgetAsync()
    {
        do await Task.Delay(5 * Grace).ConfigureAwait(false);
        while (Volatile.Read(ref running) > 0);
        Interlocked.Decrement(ref stopped);
    }

    private sealed class Posted(CellStop stop) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => ThreadPool.QueueUserWorkItem(_ => Run(d, state));

        public override void Send(SendOrPostCallback d, object? state) => d(state);

        public override SynchronizationContext CreateCopy() => this;

        private void Run(SendOrPostCallback d, object? state)
        {
            if (stop.source.IsCancellationRequested) return;
            stop.Counted(() =>
            {
                SetSynchronizationContext(this);
                d(state);
            }, Background.Report);
            SetSynchronizationContext(null);
        }
    }
}
