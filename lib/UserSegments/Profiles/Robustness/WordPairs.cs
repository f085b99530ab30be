namespace UserSegments.Profiles;

/// <summary>Small lists of words of reviews with others of the same meaning, in English and in Chinese.</summary>
internal static class WordPairs
{
    /// <summary>English words and synonyms of them.</summary>
    public static IReadOnlyDictionary<string, string> Synonyms { get; } = Read("""
        good great|great excellent|excellent superb|nice pleasant|lovely charming|love adore|like enjoy|bad poor|poor bad|terrible awful|cheap inexpensive
        expensive costly|price cost|value worth|quality standard|money cash|fast quick|quick fast|slow sluggish|small little|little small|big large|large big
        old aged|new recent|pretty beautiful|beautiful pretty|perfect ideal|easy simple|simple easy|hard difficult|strong sturdy|sturdy robust|durable lasting
        soft gentle|comfortable cosy|warm cosy|broke failed|broken damaged|works functions|work function|bought purchased|buy purchase|ordered bought
        recommend suggest|happy pleased|disappointed dissatisfied|gift present|present gift|child kid|children kids|kids children|friend pal|house home
        colour shade|color shade|shiny glossy|design style|size fit|delivery shipping|shipping delivery|arrived came|box package|package parcel
        picture photo|movie film|film movie|funny amusing|sad tragic|story tale|book volume|song tune|sound tone|guitar instrument|bag pouch|cup mug|lamp light
        """);

    /// <summary>English words and Chinese ones.</summary>
    public static IReadOnlyDictionary<string, string> Chinese { get; } = Read("""
        good 好|great 很好|excellent 优秀|nice 不错|lovely 可爱|love 喜欢|like 喜欢|bad 差|poor 差|terrible 糟糕|cheap 便宜|expensive 贵|price 价格|value 价值
        quality 质量|money 钱|fast 快|quick 快|slow 慢|small 小|little 小|big 大|large 大|old 旧|new 新|pretty 漂亮|beautiful 美丽|perfect 完美|easy 容易|simple 简单
        hard 难|strong 结实|sturdy 结实|durable 耐用|soft 柔软|comfortable 舒服|warm 温暖|broke 坏了|broken 坏了|works 能用|work 能用|bought 买了|buy 买|recommend 推荐
        happy 满意|disappointed 失望|gift 礼物|present 礼物|child 孩子|children 孩子|kids 孩子|friend 朋友|house 房子|colour 颜色|color 颜色|design 设计|size 尺寸
        delivery 快递|shipping 快递|box 盒子|package 包装|picture 图片|movie 电影|film 电影|funny 有趣|sad 悲伤|story 故事|book 书|song 歌|sound 声音|guitar 吉他
        bag 包|cup 杯子|lamp 灯|tea 茶|coffee 咖啡|game 游戏|games 游戏|music 音乐|garden 花园|kitchen 厨房|phone 手机|battery 电池|screen 屏幕|shoes 鞋|shirt 衬衫
        """);

    private static Dictionary<string, string> Read(string pairs) => pairs.Split(['|', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(pair => pair.Split(' ')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
