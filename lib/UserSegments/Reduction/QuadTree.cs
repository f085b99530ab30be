namespace UserSegments.Reduction;

/// <summary>Points of the plane in a tree of squares with their centres of mass (Barnes and Hut, 1986), for t-SNE's repulsion.</summary>
internal sealed class QuadTree
{
    private const int MostDeep = 48;
    private readonly double[] place;
    private readonly List<Node> nodes = [];
    private readonly double width;

    public QuadTree(double[] place)
    {
        this.place = place;
        var (lowX, highX, lowY, highY) = (double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < place.Length; i += 2)
        {
            (lowX, highX) = (Math.Min(lowX, place[i]), Math.Max(highX, place[i]));
            (lowY, highY) = (Math.Min(lowY, place[i + 1]), Math.Max(highY, place[i + 1]));
        }
        width = Math.Max(highX - lowX, highY - lowY) + 1e-12;
        nodes.Add(new Node());
        for (var i = 0; i < place.Length / 2; i++) Insert(i, lowX, lowY);
        foreach (var node in nodes)
        {
            node.X /= node.Mass;
            node.Y /= node.Mass;
        }
    }

    /// <summary>Adds the repulsion on a point; returns its share of the normalisation.</summary>
    public double Repulsion(int point, double theta, double[] force)
    {
        var (x, y, sum) = (place[2 * point], place[(2 * point) + 1], 0.0);
        var open = new Stack<(int Node, double Width)>();
        open.Push((0, width));
        while (open.TryPop(out var next))
        {
            var node = nodes[next.Node];
            var (dx, dy) = (x - node.X, y - node.Y);
            var squared = (dx * dx) + (dy * dy);
            if (node.First < 0 || next.Width * next.Width < theta * theta * squared)
            {
                // A leaf holds equal points; the point itself does not push.
                var mass = node.First < 0 && squared < 1e-24 ? node.Mass - 1 : node.Mass;
                var likeness = 1 / (1 + squared);
                sum += mass * likeness;
                force[2 * point] += mass * likeness * likeness * dx;
                force[(2 * point) + 1] += mass * likeness * likeness * dy;
                continue;
            }
            for (var child = node.First; child < node.First + 4; child++)
            {
                if (nodes[child].Mass > 0) open.Push((child, next.Width / 2));
            }
        }
        return sum;
    }

    private void Insert(int point, double lowX, double lowY)
    {
        var (x, y, at, size) = (place[2 * point], place[(2 * point) + 1], 0, width);
        for (var depth = 0; ; depth++)
        {
            var node = nodes[at];
            var empty = node.Mass == 0;
            var (oldX, oldY, old) = (node.X / Math.Max(1, node.Mass), node.Y / Math.Max(1, node.Mass), node.Mass);
            node.X += x;
            node.Y += y;
            node.Mass++;
            if (node.First < 0)
            {
                if (empty || depth >= MostDeep || (Math.Abs(oldX - x) < 1e-13 && Math.Abs(oldY - y) < 1e-13)) return;
                node.First = nodes.Count;
                for (var c = 0; c < 4; c++) nodes.Add(new Node());
                var down = nodes[node.First + Quarter(oldX, oldY, lowX, lowY, size)];
                (down.X, down.Y, down.Mass) = (oldX * old, oldY * old, old);
            }
            var quarter = Quarter(x, y, lowX, lowY, size);
            size /= 2;
            if ((quarter & 1) != 0) lowX += size;
            if ((quarter & 2) != 0) lowY += size;
            at = node.First + quarter;
        }
    }

    private static int Quarter(double x, double y, double lowX, double lowY, double size) =>
        (x >= lowX + (size / 2) ? 1 : 0) + (y >= lowY + (size / 2) ? 2 : 0);

    private sealed class Node
    {
        public double X { get; set; }

        public double Y { get; set; }

        public int Mass { get; set; }

        public int First { get; set; } = -1;
    }
}
