using UserSegments.Dynamics;

namespace Benchmarks.Dynamics;

/// <summary>Simulated markets: agreement with the truth by policy and window; people whose segment changes without a true move; how soon true moves are followed.</summary>
internal static class DynamicsMarket
{
    /// <param name="args">[MARKETS, 5] [FIRST seed, 11] [K, 7: the segments that are there before the birth].</param>
    public static int Run(string[] args)
    {
        var (count, first, k) = (MarketRun.Number(args, 0, 5), MarketRun.Number(args, 1, 11), MarketRun.Number(args, 2, 7));
        var settings = Enum.GetValues<Regrouping>().SelectMany(policy => new[] { 0, 0.05, 0.1, 0.2, 0.4 }.Select(margin => (Policy: policy, Margin: margin))).ToArray();
        var rows = settings.ToDictionary(setting => setting, _ => new List<(double[] Ari, double Restless, double Soon, double Later)>());
        foreach (var run in MarketRun.Draw(first, count, true))
        {
            foreach (var setting in settings)
            {
                var (labels, _, _) = run.Follow(setting.Policy, k, setting.Margin);
                rows[setting].Add(([.. labels.Select((own, step) => run.Ari(own, step))], Restless(run, labels), Followed(run, labels, 0), Followed(run, labels, 2)));
            }
        }
        Console.WriteLine($"{count} markets from seed {first}, k = {k}; ARI with the segments of the month at the end of months 6 to 12; changed: people a window whose segment changes though they did not move;");
        Console.WriteLine("followed: share of those who moved (migration, death) and were then active that stand in their new segment at the end of that month, and two months later");
        Console.WriteLine("policy       margin  ARI                                        mean   changed  followed  +2");
        foreach (var ((policy, margin), own) in rows)
        {
            var ari = Enumerable.Range(0, own[0].Ari.Length).Select(step => own.Average(x => x.Ari[step])).ToArray();
            Console.WriteLine($"{policy,-12} {MarketRun.Text(margin, "0.00"),-6}  {string.Join(" ", ari.Select(x => MarketRun.Text(x)))}  {MarketRun.Text(ari.Skip(1).Average())}  {MarketRun.Text(100 * own.Average(x => x.Restless), "0.0"),5} %  {MarketRun.Text(100 * own.Average(x => x.Soon), "0"),5} %  {MarketRun.Text(100 * own.Average(x => x.Later), "0"),3} %");
        }
        return 0;
    }

    // Share of the people whose true segment stayed but whose own did not, mean over steps.
    private static double Restless(MarketRun run, int[][] labels) => Enumerable.Range(1, labels.Length - 1).Average(step =>
        Enumerable.Range(0, labels[step].Length).Where(u => labels[step][u] >= 0 && labels[step - 1][u] >= 0 && run.TrueSegment(u, step) == run.TrueSegment(u, step - 1))
            .Average(u => labels[step][u] == labels[step - 1][u] ? 0.0 : 1));

    private static double Followed(MarketRun run, int[][] labels, int later)
    {
        var (right, all) = (0, 0);
        foreach (var planted in run.Truth.Events.Where(e => e.Kind is "migration" or "death"))
        {
            var step = planted.Month - MarketRun.Learn;
            var seen = Math.Min(step + later, labels.Length - 1);
            var home = Enumerable.Range(0, labels[seen].Max() + 1).ToDictionary(group => group, group => run.SegmentOf(labels[seen], group, seen));
            var active = run.Windows[planted.Month - 1].Interactions.Select(x => x.User).ToHashSet();
            foreach (var user in active.Where(u => run.TrueSegment(u, step - 1) == planted.From && run.TrueSegment(u, step) != planted.From && labels[step - 1][u] >= 0 && labels[seen][u] >= 0))
            {
                all++;
                if (home[labels[seen][user]] == run.TrueSegment(user, step)) right++;
            }
        }
        return (double)right / Math.Max(1, all);
    }
}
