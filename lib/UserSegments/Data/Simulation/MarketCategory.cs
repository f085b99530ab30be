namespace UserSegments.Data.Simulation;

/// <summary>The words of one kind of goods.</summary>
internal sealed record MarketCategory(string Name, string Chinese, string[] Nouns, string[] Features, string[] Uses, string[] ChineseNouns, double Price)
{
    private static readonly (string Name, string Chinese, string Nouns, string Features, string Uses, string ChineseNouns, double Price)[] Table =
    [
        ("coffee", "咖啡", "burr grinder|french press|pour over kettle|espresso machine|milk frother|travel mug|cold brew maker|coffee scale",
            "stainless|ceramic|conical|double wall|compact|barista|matte black|programmable",
            "my morning brew|fresh beans from the roaster|a flat white before work|light roasts|the office pantry", "咖啡机|手冲壶|磨豆机|奶泡器", 60),
        ("running", "跑步", "running shoes|hydration belt|gps watch|compression socks|reflective vest|foam roller|running shorts|headlamp",
            "lightweight|breathable|trail|waterproof|cushioned|marathon|unisex|carbon plate",
            "my half marathon training|long runs in the rain|intervals on the track|morning laps|easy recovery days", "跑鞋|运动手表|压缩袜|腰包", 75),
        ("garden", "园艺", "pruning shears|raised bed|hose reel|compost bin|seed tray|watering can|garden fork|plant light",
            "galvanised|cedar|foldable|rust proof|long handled|self watering|heavy duty|terracotta",
            "my tomatoes|the roses along the fence|seedlings on the balcony|weeding the vegetable patch|the lawn in spring", "修枝剪|花盆|洒水壶|育苗盘", 35),
        ("board games", "桌游", "strategy game|card game|cooperative game|puzzle|dice set|expansion pack|party game|miniature set",
            "award winning|two player|family|legacy|deluxe|quick|wooden|illustrated",
            "game night with friends|rainy sundays with the kids|a table of five|the holidays with family|solo evenings", "桌游|卡牌|拼图|骰子", 38),
        ("photography", "摄影", "tripod|prime lens|camera bag|memory card|light panel|filter kit|gimbal|film camera",
            "carbon fibre|wide angle|full frame|weather sealed|bi color|magnetic|mirrorless|vintage",
            "landscape shots at dawn|portraits in the studio|street photos|astrophotography|my sister's wedding", "三脚架|镜头|相机包|滤镜", 140),
        ("kitchen", "厨房", "chef knife|cast iron pan|stand mixer|cutting board|rice cooker|baking sheet|food container|immersion blender",
            "non stick|forged|dishwasher safe|bamboo|enamelled|five piece|oven proof|cordless",
            "sunday roasts|weeknight stir fry|sourdough and cakes|meal prep for the week|a big pot of soup", "菜刀|铸铁锅|电饭煲|砧板", 55),
        ("skin care", "护肤", "face serum|sunscreen|cleansing balm|night cream|clay mask|lip balm|body lotion|eye gel",
            "fragrance free|vitamin c|hydrating|mineral|vegan|retinol|calming|travel size",
            "my dry skin in winter|sensitive cheeks|the evening routine|days at the beach|redness after shaving", "精华|防晒霜|面膜|护手霜", 28),
        ("camping", "露营", "two person tent|sleeping bag|camp stove|trekking poles|dry sack|hammock|lantern|backpack",
            "ultralight|four season|inflatable|packable|windproof|down|titanium|solar",
            "three nights in the mountains|a thru hike|car camping with the dogs|autumn weekends at the lake|bivouacs above the tree line", "帐篷|睡袋|登山杖|背包", 95),
        ("audio", "音响", "wireless headphones|bookshelf speakers|turntable|usb microphone|soundbar|earbuds|headphone amp|bluetooth speaker",
            "noise cancelling|closed back|studio|hi res|portable|planar|retro|low latency",
            "my commute|vinyl on quiet nights|recording a podcast|gaming and films|calls from home", "耳机|音箱|唱机|麦克风", 130),
        ("books", "书籍", "mystery novel|cookbook|travel guide|picture book|biography|science fiction novel|poetry collection|history book",
            "hardcover|bestselling|translated|illustrated|annotated|signed|large print|boxed",
            "a long train ride|bedtime with my daughter|our book club|the beach|quiet winter evenings", "小说|传记|绘本|诗集", 18),
        ("pets", "宠物", "dog harness|cat tree|slow feeder|litter box|chew toy|pet carrier|grooming brush|automatic feeder",
            "adjustable|orthopaedic|washable|indestructible|reflective|quiet|grain free|foldable",
            "our puppy|two lazy cats|a nervous rescue dog|walks after dark|trips to the vet", "牵引绳|猫爬架|猫砂盆|喂食器", 32),
        ("home office", "办公", "standing desk|ergonomic chair|monitor arm|mechanical keyboard|desk lamp|webcam|laptop stand|cable tray",
            "adjustable|aluminium|low profile|dimmable|quiet|ultrawide|walnut|clamp on",
            "eight hours at the desk|video calls all day|my tiny study|late night coding|working from home", "升降桌|人体工学椅|键盘|台灯", 110),
    ];

    public static IReadOnlyList<MarketCategory> All { get; } = [.. Table.Select(row => new MarketCategory(
        row.Name, row.Chinese, row.Nouns.Split('|'), row.Features.Split('|'), row.Uses.Split('|'), row.ChineseNouns.Split('|'), row.Price))];
}
