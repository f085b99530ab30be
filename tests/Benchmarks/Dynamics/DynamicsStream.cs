using System.Diagnostics;
using System.Globalization;
using UserSegments.Dynamics;
using UserSegments.Numerics;

namespace Benchmarks.Dynamics;

/// <summary>The stream of segments under load (events a second, memory, latency), and killed at random moments.</summary>
internal static class DynamicsStream
{
    private const int Dimension = 128, Groups = 50, Active = 100_000, Batch = 4096;
    private static readonly SegmentStreamOptions Options = new() { HalfLife = TimeSpan.FromHours(6), LeastMass = 0.1 };

    /// <param name="args">Number of events; 10,000,000 unless given.</param>
    public static int Run(string[] args)
    {
        var events = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 10_000_000;
        var (stream, rng, rows) = (new SegmentStream(Random(Groups, Dimension, 1), Options), new Rng(2), Random(65536, Dimension, 3));
        var (users, times, batch, segments) = (new int[Batch], new DateTime[Batch], new Matrix(Batch, Dimension), new int[Batch]);
        var (watch, batches) = (new Stopwatch(), new List<double>());
        Console.WriteLine($"{Dimension} dimensions, {Groups} groups, {Active:N0} users active at a time, {Blocks.Threads} threads, batches of {Batch}");
        for (var (done, report) = (0L, events / 10); done < events; done += Batch)
        {
            Fill(rng, done, rows, users, times, batch);
            var before = watch.Elapsed;
            watch.Start();
            stream.Take(users, times, batch, segments);
            watch.Stop();
            batches.Add((watch.Elapsed - before).TotalMilliseconds);
            if ((done + Batch) / report == done / report) continue;
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done + Batch,12:N0} events  {(done + Batch) / watch.Elapsed.TotalSeconds,10:N0} a second  {stream.Users,8:N0} users  live {GC.GetTotalMemory(true) / 1e6,6:0} MB  process {process.WorkingSet64 / 1e6,6:0} MB  late {stream.Late:N0}"));
        }
        batches.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a batch of {Batch}: median {batches[batches.Count / 2]:0.00} ms, p99 {batches[(int)(0.99 * batches.Count)]:0.00} ms"));
        Single(stream, rng, rows, events);
        return 0;
    }

    // One event at a time: what a person waits for.
    private static void Single(SegmentStream stream, Rng rng, Matrix rows, long start)
    {
        var (users, times, row, segments, micros) = (new int[1], new DateTime[1], new Matrix(1, Dimension), new int[1], new double[200_000]);
        for (var i = 0; i < micros.Length; i++)
        {
            Fill(rng, start + i, rows, users, times, row);
            var before = Stopwatch.GetTimestamp();
            stream.Take(users, times, row, segments);
            micros[i] = Stopwatch.GetElapsedTime(before).TotalMicroseconds;
        }
        Array.Sort(micros);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one event: median {micros[micros.Length / 2]:0.0} us, p99 {micros[(int)(0.99 * micros.Length)]:0.0} us, p99.9 {micros[(int)(0.999 * micros.Length)]:0.0} us"));
    }

    // Users come and go: those active are the last 100,000 of a growing number. One event in fifty is up to two hours late.
    private static void Fill(Rng rng, long done, Matrix rows, int[] users, DateTime[] times, Matrix batch)
    {
        for (var i = 0; i < users.Length; i++)
        {
            var at = done + i;
            users[i] = (int)(at / 20) + rng.NextInt(Active);
            times[i] = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(at * 0.1 - (rng.NextInt(50) == 0 ? 7200 * rng.NextDouble() : 0));
            rows.Row(rng.NextInt(rows.Rows)).CopyTo(batch.Row(i));
        }
    }

    /// <param name="args">Number of kills; 100 unless given. Or: child STATE EVENTS, what is killed.</param>
    public static int Kills(string[] args)
    {
        if (args is ["child", var state, var last]) return Child(state, long.Parse(last, CultureInfo.InvariantCulture));
        var kills = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100;
        var folder = Directory.CreateTempSubdirectory("segment-stream-").FullName;
        var (whole, broken, rng, done, early) = (Path.Combine(folder, "whole"), Path.Combine(folder, "broken"), new Rng(5), 0, 0);
        const long events = 4_000_000;
        Child(whole, events);
        while (done < kills)
        {
            using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["dynamics-kills", "child", broken, events.ToString(CultureInfo.InvariantCulture)]))!;
            if (!child.WaitForExit(200 + rng.NextInt(500)))
            {
                child.Kill();
                child.WaitForExit();
                done++;
                continue;
            }
            // It came to the end before its kill: compare, and begin anew.
            if (child.ExitCode != 0 || !Same()) return Fail(done);
            early++;
            File.Delete(broken);
        }
        var reached = File.Exists(broken) ? SegmentStream.Load(broken, Options).Events : 0;
        Child(broken, events);
        if (!Same()) return Fail(done);
        Console.WriteLine($"{done} kills at random moments, {early + 1} runs of {events:N0} events brought to their end (the last from event {reached:N0}, where the last kill left it): every state the same {new FileInfo(whole).Length:N0} bytes as the unbroken run's; left over: {Directory.GetFiles(folder, "*.part").Length} part files of kills while writing");
        Directory.Delete(folder, true);
        return 0;

        bool Same() => File.ReadAllBytes(whole).AsSpan().SequenceEqual(File.ReadAllBytes(broken));
    }

    private static int Fail(int kills)
    {
        Console.WriteLine($"the state differs from the unbroken run's after {kills} kills");
        return 1;
    }

    // Goes on from the state if there is one; saves every 20,480 events. What comes is a function of the number of the event alone.
    private static int Child(string path, long events)
    {
        const int size = 1024;
        var options = Options with { ForgetEvery = 50_000 };
        var (rows, stream) = (Random(4096, 16, 3), File.Exists(path) ? SegmentStream.Load(path, options) : new SegmentStream(Random(8, 16, 1), options));
        var (users, times, batch, segments) = (new int[size], new DateTime[size], new Matrix(size, 16), new int[size]);
        while (stream.Events < events)
        {
            var rng = new Rng(11).Fork((ulong)stream.Events);
            for (var i = 0; i < size; i++)
            {
                users[i] = (int)((stream.Events + i) / 20) + rng.NextInt(3000);
                times[i] = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds((stream.Events + i) * 0.5 - (rng.NextInt(20) == 0 ? 3600 * rng.NextDouble() : 0));
                rows.Row(rng.NextInt(rows.Rows)).CopyTo(batch.Row(i));
            }
            stream.Take(users, times, batch, segments);
            if (stream.Events % (20 * size) == 0) stream.Save(path);
        }
        stream.Save(path);
        return 0;
    }

    private static Matrix Random(int rows, int columns, ulong seed)
    {
        var (rng, matrix) = (new Rng(seed), new Matrix(rows, columns));
        for (var i = 0; i < matrix.Values.Length; i++) matrix.Values[i] = (float)rng.NextGaussian();
        return matrix.NormalizeRows();
    }
}
