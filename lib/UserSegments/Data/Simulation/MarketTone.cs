namespace UserSegments.Data.Simulation;

/// <summary>The words of one manner of writing.</summary>
internal sealed record MarketTone(string Name, string[] Openers, string[] Good, string[] Bad, string[] ChineseGood, string[] ChineseBad, int Aspects, double EmojiShare)
{
    private static readonly (string Name, string Openers, string Good, string Bad, string ChineseGood, string ChineseBad, int Aspects, double Emoji)[] Table =
    [
        ("plain", "bought this for {use}.|i use it for {use}.|second {noun} from {brand} for me.|needed a {noun}.|ordered the {noun} last month.",
            "would buy again.|recommended.|happy with it.|does what it should.|good product overall.", "would not buy again.|not recommended.|sent it back.|disappointed.|expected more.",
            "推荐购买。|会回购。|总体满意。", "不推荐。|退货了。|有点失望。", 2, 0.02),
        ("enthusiastic", "omg i am in love with this {noun}!!|wow, just wow!|best {noun} ever!!!|i can't stop telling people about it!|obsessed!",
            "five stars!!!|you need this in your life!|absolutely amazing!|buy it now!|love love love!", "so so sad!!|what a letdown!|worst purchase this year!|never again!!|ugh, i am furious!",
            "太喜欢了！！|爱了爱了！|强烈推荐！", "太失望了！！|再也不买了！|气死我了！", 2, 0.4),
        ("terse", "{noun}.|ok.|for {use}.|used twice.|fine {noun}.", "good.|solid.|works.|no complaints.|keeper.", "meh.|bad.|returned.|avoid.|nope.",
            "不错。|可以。|好。", "一般。|差。|别买。", 1, 0.02),
        ("technical", "compared three models before choosing this {noun}.|tested for two weeks with {use}.|measured it against my old {noun}.|specification check first: {feature}, as stated.|for context: {use}.",
            "in summary, a sound choice.|the numbers speak for it.|overall well engineered.|meets the specification.|rating reflects long term testing.", "fails the specification.|the tolerance is poor.|quality control is lacking.|measurably worse than the previous version.|cannot recommend on the data.",
            "参数达标。|综合来看值得购买。|实测数据不错。", "参数虚标。|品控有问题。|实测不达标。", 3, 0.0),
        ("chatty", "so my neighbour told me about this {noun} and i thought why not.|my husband laughed when the {noun} arrived but here we are.|honestly i was not sure at first.|long story short, i needed something for {use}.|we have had the {noun} for a while now.",
            "anyway, we are very happy here.|hope this helps somebody!|thanks for reading, lol.|my mum wants one too.|can't imagine life without it now.", "anyway, lesson learned.|well, that was a waste of an afternoon.|i really wanted to like it, sigh.|my mum told me so.|back to the shop it goes.",
            "家里人都说好。|希望对大家有帮助。|邻居也想买一个。", "哎，白花钱了。|早知道就不买了。|家里人都说不好用。", 3, 0.2),
    ];

    public static IReadOnlyList<MarketTone> All { get; } = [.. Table.Select(row => new MarketTone(
        row.Name, row.Openers.Split('|'), row.Good.Split('|'), row.Bad.Split('|'), row.ChineseGood.Split('|'), row.ChineseBad.Split('|'), row.Aspects, row.Emoji))];

    /// <summary>What anybody may say of what the thing is for.</summary>
    public static string[] Uses { get; } =
    [
        "{feature} and good for {use}.", "mostly for {use}.", "this {noun} is {feature}.", "got it for {use}.", "a {feature} {noun}.", "{use}, that is what it is for.",
        "my third {noun} this year.", "took it along for {use}.", "i wanted something {feature}.", "not the only {noun} we own.", "perfect size for {use}.",
    ];

    /// <summary>What anybody may add, whatever the group: words that tell nothing.</summary>
    public static string[] Fillers { get; } =
    [
        "the weather was awful that week.", "i was on holiday when it came.", "my old one was ten years old.", "bought on a whim at two in the morning.",
        "the box was bigger than i thought.", "still figuring out where to put it.", "i don't usually write reviews.", "update after one month: same opinion.",
        "used a coupon.", "there are cheaper and dearer ones.", "my colleague has the other version.", "the picture shows it well.", "came with a sticker.",
        "we moved house in between.", "it was a replacement.", "nothing more to say.", "shipping note was in german.", "photos to follow.",
    ];

    public static string[] ChineseFillers { get; } = ["第一次写评价。", "朋友推荐的。", "活动的时候买的。", "家里旧的坏了。", "用了一个月再来评价。", "图片和实物一样。"];

    public static string[] Emoji { get; } = ["😍", "👍", "🎉", "😂", "❤️", "🙂", "😡", "🤔", "🔥", "👎"];

    public static string[] Brands { get; } =
    [
        "Alvora", "Brakkan", "Corvello", "Dunmere", "Estavo", "Fennick", "Garrow", "Halden", "Ibexa", "Jorvik & Co", "Kestrel Lane", "Lumora", "Marlowe", "Norvane",
        "Oakhurst", "Pellano", "Quillon", "Rivett", "Solenne", "Tarnby", "Umbrel", "Vantreo", "Westmark", "Xandor", "Yarrow", "Zephyrine", "Ostrava", "Milltown",
        "Bluefinch", "Copper Hill", "Daybright", "Evergrove",
    ];
}
