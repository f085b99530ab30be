using System.Numerics.Tensors;
using UserSegments.Clustering;
using UserSegments.Data;
using UserSegments.Numerics;
using UserSegments.Text;

namespace UserSegments.Profiles;

/// <summary>Makes facets of items: from categories, from words, from clusters of their texts, from a text space, from the price.</summary>
public static class ItemFacets
{
    /// <summary>The facets that a data set bears: main categories (or clusters of item texts where items have no tags), what people praise and blame, and low price.</summary>
    /// <param name="dataset">Items and the interactions to read: training only where the future is to be told.</param>
    /// <param name="count">Most categories or clusters, at least 1.</param>
    /// <param name="seed">Seed of the clusters.</param>
    public static FacetVectors Of(Dataset dataset, int count = 30, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var kinds = dataset.Items.Any(item => item.Tags.Count > 0)
            ? FromTags(dataset, count, firstOnly: true)
            : FromClusters(dataset, TextSpace.Fit(dataset, new TextSpaceOptions { Seed = seed }).Items, count, seed);
        var parts = new List<FacetVectors> { kinds };
        if (dataset.Interactions.Any(x => x.Text.Length > 0 && x.Kind != InteractionKind.Tag))
        {
            // A tag of the same name is another facet: what the item is, not how it is spoken of.
            var seeds = FacetSeeds.Shopping.Select(seed => kinds.Names.Contains(seed.Name) ? seed with { Name = seed.Name + " (said)" } : seed);
            parts.Add(FromSeeds(dataset, [.. seeds]));
        }
        if (dataset.Items.Any(item => item.Price is not null)) parts.Add(LowPrice(dataset));
        return FacetVectors.Join([.. parts]);
    }

    /// <summary>One facet a tag: 1 over the root of the item's kept tags where it has the tag.</summary>
    /// <param name="dataset">The items.</param>
    /// <param name="count">The most frequent tags that are kept, at least 1; ties go by name.</param>
    /// <param name="firstOnly">Whether only the first tag of an item counts, its main category.</param>
    public static FacetVectors FromTags(Dataset dataset, int count = 40, bool firstOnly = false)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Check.AtLeast(count, 1);
        var tags = dataset.Items.Select(item => item.Tags.Distinct(StringComparer.Ordinal).Take(firstOnly ? 1 : int.MaxValue).ToArray()).ToArray();
        var kept = tags.SelectMany(own => own).CountBy(tag => tag, StringComparer.Ordinal)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(count).Select(pair => pair.Key).ToArray();
        if (kept.Length == 0) throw new ArgumentException($"{dataset.Name} has no item with a tag; expected tags, or use FromClusters.", nameof(dataset));
        var index = kept.Select((tag, j) => (tag, j)).ToDictionary(x => x.tag, x => x.j, StringComparer.Ordinal);
        var values = new Matrix(tags.Length, kept.Length);
        for (var item = 0; item < tags.Length; item++)
        {
            var own = tags[item].Where(index.ContainsKey).ToArray();
            foreach (var tag in own) values[item, index[tag]] = (float)(1 / Math.Sqrt(own.Length));
        }
        return new FacetVectors(values, kept);
    }

    /// <summary>One facet a seed: how the item is spoken of, <c>(praise - blame) / (praise + blame + 2)</c>, from its own text and what was written about it.</summary>
    /// <param name="dataset">Items and the interactions to read: training only where the future is to be told.</param>
    /// <param name="seeds">The facets.</param>
    public static FacetVectors FromSeeds(Dataset dataset, IReadOnlyList<FacetSeed> seeds)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(seeds);
        Check.AtLeast(seeds.Count, 1);
        var matcher = new SeedMatcher(seeds);
        var (praise, blame) = (new Matrix(dataset.Items.Count, seeds.Count), new Matrix(dataset.Items.Count, seeds.Count));
        var (sides, mentioned) = (new int[seeds.Count], new bool[seeds.Count]);
        for (var item = 0; item < dataset.Items.Count; item++)
            Tally(item, dataset.Items[item].Title + ". " + string.Join(", ", dataset.Items[item].Tags) + ". " + dataset.Items[item].Description);
        foreach (var written in dataset.Interactions.Where(x => x.Text.Length > 0)) Tally(written.Item, written.Text);
        var values = new Matrix(dataset.Items.Count, seeds.Count);
        for (var k = 0; k < values.Values.Length; k++)
            values.Values[k] = (praise.Values[k] - blame.Values[k]) / (praise.Values[k] + blame.Values[k] + 2);
        return new FacetVectors(values, [.. seeds.Select(seed => seed.Name)]);

        void Tally(int item, string text)
        {
            matcher.Match(text, sides, mentioned);
            for (var j = 0; j < sides.Length; j++)
            {
                if (sides[j] > 0) praise[item, j]++;
                else if (sides[j] < 0) blame[item, j]++;
            }
        }
    }

    /// <summary>One facet a cluster of item texts: the positive part of the cosine between the item's vector and the cluster's centre.</summary>
    /// <param name="itemVectors">(items, d), any text space.</param>
    /// <param name="centres">(facets, d) of the same space.</param>
    /// <param name="names">(facets) what each is called, its telling words say.</param>
    public static FacetVectors FromCentres(Matrix itemVectors, Matrix centres, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(itemVectors);
        ArgumentNullException.ThrowIfNull(centres);
        ArgumentNullException.ThrowIfNull(names);
        Check.SameLength(centres.Columns, itemVectors.Columns, nameof(centres), nameof(itemVectors));
        var cosines = MatrixProduct.MultiplyTransposed(itemVectors.NormalizeRows(), centres.NormalizeRows());     // (items, facets)
        TensorPrimitives.Max(cosines.Values, 0f, cosines.Values);
        return new FacetVectors(cosines, names);
    }

    /// <summary>One facet a cluster of item texts, found by spherical k-means and named by its three most telling words.</summary>
    /// <param name="dataset">The items; their texts give the names.</param>
    /// <param name="itemVectors">(items, d), any text space.</param>
    /// <param name="count">Number of facets, at least 1, and at most that of items with a text; clusters whose names would be equal are numbered.</param>
    /// <param name="seed">Seed of k-means.</param>
    public static FacetVectors FromClusters(Dataset dataset, Matrix itemVectors, int count, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(itemVectors);
        Check.SameLength(itemVectors.Rows, dataset.Items.Count, nameof(itemVectors), "dataset.Items");
        // Items without a text have no direction: they take no part in the clusters, and every facet of theirs is 0.
        var vectors = itemVectors.NormalizeRows();
        int[] worded = [.. Enumerable.Range(0, vectors.Rows).Where(item => vectors.Row(item).ContainsAnyExcept(0f))];
        var clusters = new KMeans(new KMeansOptions { K = Math.Min(count, worded.Length), Seed = seed, Spherical = true }).Fit(vectors.SelectRows(worded));
        var labels = new int[vectors.Rows];
        Array.Fill(labels, -1);
        for (var i = 0; i < worded.Length; i++) labels[worded[i]] = clusters.Labels[i];
        var counts = TermCounts.Of(ItemTexts.Of(dataset));
        var (own, all) = (new Matrix(clusters.Count, counts.Vocabulary.Count), new double[counts.Vocabulary.Count]);
        for (var item = 0; item < counts.Counts.Rows; item++)
        {
            // Documents, not words, are counted: one long text must not name a cluster.
            foreach (var term in counts.Counts.RowIndices(item))
            {
                all[term]++;
                if (labels[item] >= 0) own[labels[item], term]++;
            }
        }
        var names = new List<string>();
        for (var cluster = 0; cluster < clusters.Count; cluster++)
        {
            var words = Enumerable.Range(0, all.Length).Where(term => own[cluster, term] > 0)
                .OrderByDescending(term => own[cluster, term] * Math.Log(1 + counts.Counts.Rows / all[term])).ThenBy(term => term)
                .Take(3).Select(term => counts.Vocabulary[term]);
            var name = string.Join(" ", words) is { Length: > 0 } text ? text : "nameless";
            var different = name;
            for (var number = 2; names.Contains(different); number++) different = $"{name} {number}";
            names.Add(different);
        }
        return FromCentres(itemVectors, clusters.Centres!, names);
    }

    /// <summary>One facet that is a whole space: a vector of length 1 per item.</summary>
    /// <param name="itemVectors">(items, d).</param>
    /// <param name="name">What the facet is called.</param>
    public static FacetVectors FromSpace(Matrix itemVectors, string name = "text")
    {
        ArgumentNullException.ThrowIfNull(itemVectors);
        return new FacetVectors(itemVectors.NormalizeRows(), [name], [itemVectors.Columns]);
    }

    /// <summary>One facet an aspect of the simulated market: the item's true quality, which no recommender knows; to check what learning finds again.</summary>
    /// <param name="truth">The market's truth.</param>
    public static FacetVectors FromTruth(MarketTruth truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        var values = new Matrix(truth.ItemCategories.Count, truth.Aspects.Count);
        for (var item = 0; item < values.Rows; item++)
        {
            var quality = truth.Quality(item);
            for (var a = 0; a < quality.Length; a++) values[item, a] = (float)quality[a];
        }
        return new FacetVectors(values, [.. truth.Aspects]);
    }

    /// <summary>One facet, low price: minus the logarithm of the price in standard deviations of the items of the same first tag; 0 where unknown.</summary>
    /// <param name="dataset">The items.</param>
    public static FacetVectors LowPrice(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var values = new Matrix(dataset.Items.Count, 1);
        var priced = Enumerable.Range(0, dataset.Items.Count).Where(item => dataset.Items[item].Price is > 0);
        foreach (var group in priced.GroupBy(item => dataset.Items[item].Tags is [var first, ..] ? first : "", StringComparer.Ordinal))
        {
            var logs = group.Select(item => Math.Log(dataset.Items[item].Price!.Value)).ToArray();
            var mean = logs.Average();
            var deviation = Math.Sqrt(logs.Average(x => (x - mean) * (x - mean)));
            if (deviation < 1e-9) continue;
            foreach (var item in group) values[item, 0] = (float)((mean - Math.Log(dataset.Items[item].Price!.Value)) / deviation);
        }
        return new FacetVectors(values, ["low price"]);
    }
}
