namespace UserSegments.Tests.Data;

/// <summary>A few rows, written by hand, in each form that is read.</summary>
internal static class ReaderSamples
{
    public const string OnlineRetail =
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n" +
        "1,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n" +
        "1,71053,\"LANTERN, METAL\",2,2010-12-01 08:26:00,3.39,17850.0,United Kingdom\n" +
        "2,85123A,WHITE HEART T-LIGHT,1,2010-12-02 09:00:00,2.95,13047.0,France\n" +
        "3,85123A,WHITE HEART,4,2010-12-03 09:00:00,2.55,13047.0,France\n" +
        "C4,71053,\"LANTERN, METAL\",-2,2010-12-04 10:00:00,3.39,17850.0,United Kingdom\n" +
        "5,85123A,damaged,-10,2010-12-05 11:00:00,0.0,,United Kingdom\n" +
        "6,POST,POSTAGE,1,2010-12-06 12:00:00,18.0,13047.0,France\n" +
        "C7,22000,RABBIT,-1,2010-12-07 12:00:00,1.25,12345.0,Spain\n";

    public static TemporaryFolder Retail() => new TemporaryFolder().WithGzip("online-retail.csv.gz", OnlineRetail);

    public static TemporaryFolder LastFm() => new TemporaryFolder()
        .With("artists.dat", "id\tname\turl\tpictureURL\n1\tMALICE MIZER\thttp://x\thttp://y\n2\tDiary of Dreams\thttp://x\t\n")
        .With("tags.dat", "tagID\ttagValue\r\n7\tgothic\r\n8\tdark wave\r\n")
        .With("user_artists.dat", "userID\tartistID\tweight\n2\t1\t13883\n3\t2\t12\n")
        .With("user_taggedartists.dat", "userID\tartistID\ttagID\tday\tmonth\tyear\n2\t1\t7\t1\t4\t2009\n2\t1\t8\t1\t4\t2009\n3\t1\t8\t2\t4\t2009\n3\t99\t7\t2\t4\t2009\n3\t1\t7\t1\t1\t1956\n");

    public static TemporaryFolder MovieLens100K() => new TemporaryFolder()
        .With("u.data", "1\t2\t3\t881250949\n2\t1\t5\t881250950\n")
        .With("u.item", "1|Café (1995)|01-Jan-1995||http://x|0|0|0|1|1|1|0|0|0|0|0|0|0|0|0|0|0|0|0\n2|GoldenEye (1995)|01-Jan-1995||http://x|0|1|1|0|0|0|0|0|0|0|0|0|0|0|0|0|1|0|0\n", System.Text.Encoding.Latin1)
        .With("u.user", "1|24|M|technician|85711\n2|53|F|other|94043\n");

    public static TemporaryFolder RecBole() => new TemporaryFolder()
        .With("x.inter", "user_id:token\titem_id:token\trating:float\ttimestamp:float\n196\t242\t3\t881250949\n")
        .With("x.item", "item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq\n242\tKolya\t1996\tComedy\n7\tTwelve Monkeys\t1995\tDrama Sci-Fi\n")
        .With("x.user", "user_id:token\tage:token\tgender:token\toccupation:token\tzip_code:token\n196\t49\tM\twriter\t55105\n");

    public static TemporaryFolder MovieLens1M() => new TemporaryFolder()
        .With("ratings.dat", "1::1193::5::978300760\n2::661::3::978302109\n")
        .With("movies.dat", "661::James and the Giant Peach (1996)::Animation|Children's|Musical\n1193::Misérables, Les (1995)::Drama\n", System.Text.Encoding.Latin1)
        .With("users.dat", "1::F::1::10::48067\n2::M::56::16::70072\n");

    public static TemporaryFolder MovieLensLatest() => new TemporaryFolder().WithZip(
        "ml-latest-small.zip",
        ("ml-latest-small/ratings.csv", "userId,movieId,rating,timestamp\n1,31,2.5,1260759144\n"),
        ("ml-latest-small/movies.csv", "movieId,title,genres\n31,\"Dangerous Minds, The (1995)\",Drama\n32,None (1999),(no genres listed)\n"),
        ("ml-latest-small/tags.csv", "userId,movieId,tag,timestamp\n2,31,school,1138537770\n"));

    public static TemporaryFolder MovieTweetings() => new TemporaryFolder()
        .With("ratings.dat", "1::0104257::8::1364690142\n")
        .With("movies.dat", "0104257::A Few Good Men (1992)::Crime|Drama\n0002844::Fantômas (1913)::\n")
        .With("users.dat", "1::177651718\n");

    public static TemporaryFolder AmazonCsv() => new TemporaryFolder().WithZip(
        "reviews.csv.zip",
        ("reviews.csv", "reviewerID,asin,reviewerName,helpful,reviewText,overall,summary,unixReviewTime,reviewTime\nA2IB,1384719342,\"cassandra \"\"Yeah\"\"\",\"[0, 0]\",\"Not much\nto write.\",5.0,good,1393545600,\"02 28, 2014\"\n"));

    public static TemporaryFolder AmazonJson() => new TemporaryFolder()
        .WithGzip("Gift_Cards_5.json.gz", """
            {"overall": 5.0, "reviewTime": "06 17, 2018", "reviewerID": "A31U", "asin": "B004", "reviewerName": "john s", "reviewText": "Another great gift.", "summary": "Five Stars", "unixReviewTime": 1529193600}
            {"overall": 4.0, "reviewerID": "A2MN", "asin": "B005", "reviewerName": "kindle", "summary": "Ok!", "unixReviewTime": 1528934400}
            """)
        .With("meta_Gift_Cards.json", """
            {"category": ["Gift Cards", "Gift Cards"], "description": ["A card.", "For all."], "title": "Card $10", "brand": "Amazon", "price": "$1,012.99", "asin": "B004"}
            {"category": [], "title": "Nobody's", "asin": "B999"}
            """);

    public static TemporaryFolder Amazon2023() => new TemporaryFolder()
        .With("All_Beauty.jsonl", """
            {"rating": 5.0, "title": "Such a lovely scent", "text": "Ten stars", "images": [], "asin": "B00Y", "parent_asin": "B00P", "user_id": "AGKH", "timestamp": 1588687728923, "helpful_vote": 0, "verified_purchase": true}
            """)
        .With("meta_All_Beauty.jsonl", """
            {"main_category": "All Beauty", "title": "Howard Scent", "features": ["a", "b"], "description": [], "price": 14.99, "store": "Howard", "categories": [], "parent_asin": "B00P"}
            """);

    public static TemporaryFolder Recipes() => new TemporaryFolder()
        .With("Recipe Reviews and User Feedback Dataset.csv", ",recipe_number,recipe_code,recipe_name,comment_id,user_id,user_name,user_reputation,created_at,reply_count,thumbs_up,thumbs_down,stars,best_score,text\n0,001,14299,Creamy White Chili,sp_1,u_1,Jeri326,1,1665619889,0,0,0,5,527,\"I tweaked it, a bit\"\n");

    public static TemporaryFolder Mind() => new TemporaryFolder()
        .With("news.tsv", "N1\tnews\tpolitics\tA title\tAn abstract\thttp://x\t[]\t[]\nN2\tsports\tracing\tAnother\t\thttp://x\t[]\t[]\n")
        .With("behaviors.tsv", "1\tU8\t11/12/2019 2:14:46 PM\tN1 N9\tN2-1 N3-0\n2\tU8\t11/13/2019 2:14:46 AM\tN1\tN1-0\n");

    public static TemporaryFolder Plain() => new TemporaryFolder()
        .With("events.tsv", "user_id\titem_id\ttimestamp\tcomment\ttitle\nann\tx\t2024-02-01\tnice\tThe X\n\ty\t2024-02-02\tbad\tThe Y\n");

    public static IReadOnlyDictionary<string, Func<TemporaryFolder>> All { get; } = new Dictionary<string, Func<TemporaryFolder>>
    {
        ["retail"] = Retail, ["last.fm"] = LastFm, ["ml-100k"] = MovieLens100K, ["recbole"] = RecBole, ["ml-1m"] = MovieLens1M, ["ml-latest"] = MovieLensLatest,
        ["movietweetings"] = MovieTweetings, ["amazon csv"] = AmazonCsv, ["amazon json"] = AmazonJson, ["amazon 2023"] = Amazon2023, ["recipes"] = Recipes,
        ["mind"] = Mind, ["plain"] = Plain,
    };
}
