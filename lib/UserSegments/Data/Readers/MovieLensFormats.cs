namespace UserSegments.Data.Readers;

/// <summary>The forms of MovieLens (Harper and Konstan, 2015) and MovieTweetings (Dooms, De Pessemier and Martens, 2013).</summary>
/// <remarks>Postal codes, and the file that leads from MovieTweetings users to Twitter, are not read.</remarks>
internal static class MovieLensFormats
{
    private static readonly string[] Genres =
    [
        "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama", "Fantasy", "Film-Noir", "Horror", "Musical",
        "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
    ];

    private static readonly string[] Occupations =
    [
        "other", "academic/educator", "artist", "clerical/admin", "college/grad student", "customer service", "doctor/health care", "executive/managerial", "farmer",
        "homemaker", "K-12 student", "lawyer", "programmer", "retired", "sales/marketing", "scientist", "self-employed", "technician/engineer", "tradesman/craftsman",
        "unemployed", "writer",
    ];

    /// <summary>ml-100k as published: u.data, u.item, u.user.</summary>
    public static Dataset Read100K(FileSet files, string name, DatasetOptions options)
    {
        var builder = new DatasetBuilder(name, options);
        using (var rows = new LineRows(files, files.Require("u.item", "MovieLens 100k"), "|", encoding: System.Text.Encoding.Latin1))
        {
            while (rows.Read())
            {
                rows.Expect(5 + Genres.Length);
                builder.Describe(builder.Item(rows.Required(0, "movie id")), item => item with
                {
                    Title = rows[1],
                    Tags = [.. Genres.Where((_, i) => i > 0 && rows[5 + i] == "1")],
                });
            }
        }
        if (files.Find("u.user") is { } users)
        {
            using var rows = new LineRows(files, users, "|");
            while (rows.Read())
            {
                rows.Expect(5);
                builder.Describe(
                    builder.User(rows.Required(0, "user id")),
                    new Dictionary<string, string> { ["age"] = rows[1], ["gender"] = rows[2], ["occupation"] = rows[3] });
            }
        }
        Ratings(files, "u.data", "\t", builder, "u.item");
        return builder.Build(files.Path);
    }

    /// <summary>ml-1m, ml-10m and MovieTweetings: ratings.dat and movies.dat with fields parted by two colons.</summary>
    public static Dataset ReadDat(FileSet files, string name, DatasetOptions options)
    {
        var builder = new DatasetBuilder(name, options);
        files.Require("ratings.dat", "MovieLens or MovieTweetings");
        var movies = files.Find("movies.dat", "movies_latest.dat") ?? files.Require("movies.dat", "MovieLens or MovieTweetings");
        var tweets = IsMovieTweetings(files, movies);
        using (var rows = new LineRows(files, movies, "::", encoding: tweets ? System.Text.Encoding.UTF8 : System.Text.Encoding.Latin1))
        {
            while (rows.Read())
            {
                rows.Expect(3);
                builder.Describe(builder.Item(rows.Required(0, "movie id")), item => item with
                {
                    Title = rows[1],
                    Tags = rows[2].Length == 0 || rows[2].StartsWith("(no genres", StringComparison.Ordinal) ? [] : rows[2].Split('|'),
                });
            }
        }
        if (!tweets && files.Find("users.dat") is { } users) Users1M(files, users, builder);
        Ratings(files, "ratings.dat", "::", builder, movies);
        return builder.Build(files.Path);
    }

    /// <summary>ml-latest and its kin: ratings.csv, movies.csv, tags.csv.</summary>
    public static Dataset ReadCsv(FileSet files, string name, DatasetOptions options)
    {
        var builder = new DatasetBuilder(name, options);
        using (var rows = new CsvRows(files, "movies.csv"))
        {
            var (id, title, genres) = (rows.Column("movieId"), rows.Column("title"), rows.Column("genres"));
            while (rows.Read())
            {
                builder.Describe(builder.Item(rows.Required(id, "movieId")), item => item with
                {
                    Title = rows[title],
                    Tags = rows[genres].StartsWith("(no genres", StringComparison.Ordinal) ? [] : rows[genres].Split('|'),
                });
            }
        }
        using (var rows = new CsvRows(files, "ratings.csv"))
        {
            var (user, movie, rating, time) = (rows.Column("userId"), rows.Column("movieId"), rows.Column("rating"), rows.Column("timestamp"));
            while (rows.Read())
            {
                builder.Rows++;
                builder.Add(new Interaction(
                    builder.User(rows.Required(user, "userId")), Known(builder, rows, movie, "movies.csv"), InteractionKind.Rating,
                    (float)rows.Number(rating, "rating"), rows.Time(time, "timestamp"), ""));
            }
        }
        if (files.Find("tags.csv") is { } tags)
        {
            using var rows = new CsvRows(files, tags);
            var (user, movie, tag, time) = (rows.Column("userId"), rows.Column("movieId"), rows.Column("tag"), rows.Column("timestamp"));
            while (rows.Read())
            {
                builder.Rows++;
                builder.Add(new Interaction(
                    builder.User(rows.Required(user, "userId")), Known(builder, rows, movie, "movies.csv"), InteractionKind.Tag, 1, rows.Time(time, "timestamp"), rows[tag]));
            }
        }
        return builder.Build(files.Path);
    }

    private static void Ratings(FileSet files, string name, string separator, DatasetBuilder builder, string movies)
    {
        using var rows = new LineRows(files, name, separator);
        while (rows.Read())
        {
            builder.Rows++;
            rows.Expect(4);
            builder.Add(new Interaction(
                builder.User(rows.Required(0, "user id")), Known(builder, rows, 1, movies), InteractionKind.Rating, (float)rows.Number(2, "rating"),
                rows.Time(3, "timestamp"), ""));
        }
    }

    private static int Known(DatasetBuilder builder, RowReader rows, int column, string movies) =>
        builder.HasItem(rows[column]) ? builder.Item(rows[column]) : throw rows.Error($"movie {RowReader.Quote(rows[column])} is not in {movies}.");

    private static void Users1M(FileSet files, string name, DatasetBuilder builder)
    {
        using var rows = new LineRows(files, name, "::");
        while (rows.Read())
        {
            rows.Expect(5);
            var occupation = rows.Whole(3, "occupation");
            if (occupation < 0 || occupation >= Occupations.Length) throw rows.Error($"occupation is {occupation}, expected 0 to {Occupations.Length - 1}.");
            builder.Describe(
                builder.User(rows.Required(0, "user id")),
                new Dictionary<string, string> { ["gender"] = rows[1], ["age"] = rows[2], ["occupation"] = Occupations[occupation] });
        }
    }

    // MovieTweetings writes IMDb numbers with seven or more digits, MovieLens counts from 1.
    private static bool IsMovieTweetings(FileSet files, string movies)
    {
        using var rows = new LineRows(files, movies, "::", encoding: System.Text.Encoding.Latin1);
        return rows.Read() && rows[0].Length >= 7;
    }
}
