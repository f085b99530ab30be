using UserSegments.Data;

namespace UserSegments.Tests.Data;

public sealed class ReaderErrorsTests
{
    [Theory]
    [InlineData("user,item,rating\na,b,1\na,b\n", "x.csv:3: 2 fields, expected 3 as in the header.")]
    [InlineData("user,item,rating\na,b,1\na,b,2,3\n", "x.csv:3: 4 fields, expected 3")]
    [InlineData("user,item,rating\na,b,good\n", "x.csv:2: rating is \"good\", expected a number.")]
    [InlineData("user,item,rating\na,b,NaN\n", "x.csv:2: rating is \"NaN\"")]
    [InlineData("user,item,time\na,b,yesterday\n", "x.csv:2: time is \"yesterday\", expected seconds since 1970 or a date.")]
    [InlineData("user,item,text\na,b,\"fine\"\na,b,\"never closed\na,c,d\n", "x.csv:3: ")]
    [InlineData("user,item,text\na,b,\"two\nlines\"\na,b\n", "x.csv:4: 2 fields")]
    [InlineData("user,item\na,\n", "x.csv:2: item is empty.")]
    [InlineData("user,thing\na,b\n", "x.csv with columns user, thing")]
    [InlineData("user,item,rating\n", "the data set is empty (no rows)")]
    [InlineData("user,item,rating\n,b,1\n", "the data set is empty (1 × no user)")]
    public void Open_BrokenCsv_NamesFileAndLine(string content, string message)
    {
        using var folder = new TemporaryFolder().With("x.csv", content);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Datasets.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ratings.dat", "1::2::3\n", "ratings.dat:1: 3 fields, expected 4.")]
    [InlineData("ratings.dat", "1::1193::5::978300760\n1::7::5::978300760\n", "ratings.dat:2: movie \"7\" is not in movies.dat.")]
    [InlineData("users.dat", "1::F::1::99::48067\n", "users.dat:1: occupation is 99, expected 0 to 20.")]
    [InlineData("movies.dat", "661::x\n", "movies.dat:1: 2 fields, expected 3.")]
    public void Open_BrokenMovieLens_NamesFileAndLine(string file, string content, string message)
    {
        using var folder = ReaderSamples.MovieLens1M().With(file, content);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Datasets.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user_taggedartists.dat", "userID\tartistID\ttagID\tday\tmonth\tyear\n2\t1\t7\t31\t2\t2009\n", "user_taggedartists.dat:2: 2009-2-31 is no date.")]
    [InlineData("user_taggedartists.dat", "userID\tartistID\ttagID\tday\tmonth\tyear\n2\t1\t70\t1\t2\t2009\n", "tagID \"70\" is not in tags.dat.")]
    [InlineData("user_artists.dat", "userID\tartist\tweight\n2\t1\t7\n", "user_artists.dat:1: no column artistID; found userID, artist, weight.")]
    [InlineData("user_artists.dat", "userID\tartistID\tweight\n2\t1\tmany\n", "user_artists.dat:2: weight is \"many\", expected a whole number.")]
    public void Open_BrokenLastFm_NamesFileAndLine(string file, string content, string message)
    {
        using var folder = ReaderSamples.LastFm().With(file, content);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Datasets.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"overall\": 5}\n", "x.json:1: no reviewerID or user_id")]
    [InlineData("{\"reviewerID\": \"a\", \"asin\": \"b\", \"overall\": 5}\n{\"reviewerID\": \n", "x.json:2: not JSON")]
    [InlineData("[1]\n", "x.json:1: a JSON Array, expected an object on each line.")]
    [InlineData("{\"reviewerID\": \"a\", \"asin\": \"b\"}\n", "x.json:1: no number overall or rating.")]
    public void Open_BrokenJson_NamesFileAndLine(string content, string message)
    {
        using var folder = new TemporaryFolder().With("x.json", content);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Datasets.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_BrokenImpression_NamesFileAndLine()
    {
        using var folder = ReaderSamples.Mind().With("behaviors.tsv", "1\tU8\t11/12/2019 2:14:46 PM\tN1\tN2-1 N3\n");
        Assert.Contains("behaviors.tsv:1: impression \"N3\"", Assert.Throws<InvalidDataException>(() => Datasets.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MissingRatings_NamesTheFile()
    {
        using var folder = ReaderSamples.MovieLens1M();
        File.Delete(Path.Combine(folder.Path, "ratings.dat"));
        Assert.Contains("ratings.dat is missing", Assert.Throws<InvalidDataException>(() => Datasets.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_UnknownFolderContent_ListsWhatItFound()
    {
        using var folder = new TemporaryFolder().With("holiday.jpg", "x");
        Assert.Contains("not known; found holiday.jpg", Assert.Throws<InvalidDataException>(() => Datasets.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoSuchPath_ListsTheKnownNames()
    {
        var error = Assert.Throws<FileNotFoundException>(() => Datasets.Open("no-such-set"));
        Assert.Contains("There is no file or folder no-such-set", error.Message, StringComparison.Ordinal);
        Assert.Contains("ml-100k", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_CutOffGzip_SaysThatItCannotBeUnpacked()
    {
        using var folder = ReaderSamples.Retail();
        var path = Path.Combine(folder.Path, "online-retail.csv.gz");
        var bytes = File.ReadAllBytes(path);
        bytes[0] = 0;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("cannot be unpacked", Assert.Throws<InvalidDataException>(() => Datasets.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_BrokenZip_NamesTheArchive()
    {
        using var folder = new TemporaryFolder().With("x.zip", "this is no archive");
        Assert.Contains("x.zip: not a readable zip archive", Assert.Throws<InvalidDataException>(() => Datasets.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("interactions.csv", "user,item,kind,value,time,text\np1,zz,Review,5,,x\n", "interactions.csv:2: item \"zz\" is not in items.csv.")]
    [InlineData("interactions.csv", "user,item,kind,value,time,text\np1,i1,Stare,5,,x\n", "interactions.csv:2: kind is \"Stare\", expected one of Review")]
    [InlineData("impressions.csv", "user,time,items,outcome\np1,,i1 i1,03\n", "impressions.csv:2: outcome is \"03\"")]
    public void Open_BrokenNativeFolder_NamesFileAndLine(string file, string content, string message)
    {
        using var folder = new TemporaryFolder()
            .With("users.csv", "user\np1\n").With("items.csv", "item,title,tags,description,price\ni1,t,,,\n")
            .With("interactions.csv", "user,item,kind,value,time,text\np1,i1,Review,5,,x\n").With(file, content);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Datasets.Open(folder.Path)).Message, StringComparison.Ordinal);
    }
}
