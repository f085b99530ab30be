namespace UserSegments.Data;

/// <summary>A public data set that can be fetched from its origin.</summary>
/// <param name="Name">The name by which <see cref="Datasets.Open"/> knows it.</param>
/// <param name="Title">What it is.</param>
/// <param name="Licence">The terms of its origin.</param>
/// <param name="Origin">The page that describes it.</param>
/// <param name="Files">What is fetched.</param>
public sealed record PublicDataset(string Name, string Title, string Licence, string Origin, IReadOnlyList<PublicFile> Files)
{
    private const string GroupLens = "research use with citation, no redistribution without permission (GroupLens)";
    private const string Tweetings = "https://raw.githubusercontent.com/sidooms/MovieTweetings/master/snapshots/100K/";

    /// <summary>The sets whose address and SHA-256 are known for certain. Others are given as a folder.</summary>
    public static IReadOnlyList<PublicDataset> All { get; } =
    [
        new("ml-100k", "MovieLens 100k: 100,000 ratings, 1997-1998", GroupLens, "https://grouplens.org/datasets/movielens/100k/",
        [
            new("ml-100k.zip", "https://files.grouplens.org/datasets/movielens/ml-100k.zip", "50d2a982c66986937beb9ffb3aa76efe955bf3d5c6b761f4e3a7cd717c6a3229"),
        ]),
        new("ml-1m", "MovieLens 1M: 1,000,209 ratings, 2000-2003", GroupLens, "https://grouplens.org/datasets/movielens/1m/",
        [
            new("ml-1m.zip", "https://files.grouplens.org/datasets/movielens/ml-1m.zip", "a6898adb50b9ca05aa231689da44c217cb524e7ebd39d264c56e2832f2c54e20"),
        ]),
        new("ml-latest-small", "MovieLens latest small, edition of 2018", GroupLens, "https://grouplens.org/datasets/movielens/latest/",
        [
            new("ml-latest-small.zip", "https://files.grouplens.org/datasets/movielens/ml-latest-small.zip", "696d65a3dfceac7c45750ad32df2c259311949efec81f0f144fdfb91ebc9e436"),
        ]),
        new("hetrec2011-lastfm-2k", "HetRec 2011 Last.fm: listens and tags of 1,892 users", "non-commercial research with citation (readme.txt in it)",
            "https://grouplens.org/datasets/hetrec-2011/",
        [
            new("hetrec2011-lastfm-2k.zip", "https://files.grouplens.org/datasets/hetrec2011/hetrec2011-lastfm-2k.zip", "6738f48195667ff03caaab4d32ca9a3133d8cc026b7c3cdaf6ce1010e913c59c"),
        ]),
        new("movietweetings-100k", "MovieTweetings, snapshot of 100,000 ratings, 2013", "MIT, with citation", "https://github.com/sidooms/MovieTweetings",
        [
            new("ratings.dat", Tweetings + "ratings.dat", "c0dd868c2632d10002ebc928ddc5345f33adeaa59eca52c2941c26a2c5e36fd6"),
            new("movies.dat", Tweetings + "movies.dat", "e63fb84bc734e3c574f135634a40d3cbafab22b8f94f5fc0b80f80d1d2076efc"),
        ]),
    ];
}
