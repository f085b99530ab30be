using System.Runtime;

namespace NotebookHost.Engine;

/// <summary>Runs a cell's code so that it can be stopped, endless loops too, with the state of the notebook kept.</summary>
/// <remarks>
/// The synchronous part runs on a thread of its own under <see cref="ControlledExecution"/>. Continuations after an await are posted
/// to this context, which runs each on a pool thread, also under control; no thread is waited for, so <c>.Result</c> does not deadlock.
/// What cannot be stopped is a wait in native code: then the cell is given up after a grace time and its thread left behind.
/// </remarks>
/// <param name="timeout">How long the code may run, from its first call on; null for ever.</param>
internal sealed class CellStop(TimeSpan? timeout = null) : IDisposable
{
    private const int StackBytes = 64 << 20;
    private readonly CancellationTokenSource source = new();
    private readonly TimeSpan grace = TimeSpan.FromSeconds(2);
    private Func<Exception>? reason;
    private Timer? timer;

    /// <summary>Cancelled when the cell is to stop.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Why the code was stopped; null where it was not.</summary>
    public Exception? Reason => reason?.Invoke();

    /// <summary>Whether the last stop had to leave a thread behind.</summary>
    public bool LeftBehind { get; private set; }

    /// <summary>Asks the code to stop.</summary>
    /// <param name="why">Makes the exception that the cell ends with.</param>
    public void Stop(Func<Exception> why)
    {
        Interlocked.CompareExchange(ref reason, why, null);
        source.Cancel();
    }

    /// <summary>Runs code to its end.</summary>
    /// <exception cref="Exception">What the code threw, or the reason it was stopped.</exception>
    public object? Run(Func<Task<object?>> code)
    {
        if (timeout is { } limit) timer ??= new Timer(_ => Stop(() => new CellTimeoutException(limit)), null, limit, Timeout.InfiniteTimeSpan);
        var done = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Controlled(() =>
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
            LeftBehind = !thread.Join(grace);
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

    private void Controlled(Action action, Action<Exception> failed)
    {
        try
        {
#pragma warning disable SYSLIB0046 // Aborting is what is wanted: the process belongs to one notebook, and its state is the notebook's.
            ControlledExecution.Run(action, source.Token);
#pragma warning restore SYSLIB0046
        }
        catch (Exception e)
        {
            failed(e);
        }
    }

    private sealed class Posted(CellStop stop) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => ThreadPool.QueueUserWorkItem(_ => Run(d, state));

        public override void Send(SendOrPostCallback d, object? state) => d(state);

        public override SynchronizationContext CreateCopy() => this;

        private void Run(SendOrPostCallback d, object? state)
        {
            if (stop.source.IsCancellationRequested) return;
            stop.Controlled(() =>
            {
                SetSynchronizationContext(this);
                d(state);
            }, e => Background.Report(e));
            SetSynchronizationContext(null);
        }
    }
}
