namespace UserSegments.Data;

/// <summary>The columns of a plain delimited file; what is null is told by its usual names.</summary>
public sealed record DelimitedOptions
{
    internal static readonly string[] UserNames = ["user", "user_id", "userId", "uid", "customer", "customer_id", "CustomerID", "reviewer", "reviewer_id", "visitorid", "用户"];
    internal static readonly string[] ItemNames = ["item", "item_id", "itemId", "iid", "product", "product_id", "productId", "movieId", "asin", "business_id", "商品"];
    internal static readonly string[] RatingNames = ["rating", "stars", "score", "overall", "value", "评分"];
    internal static readonly string[] TimeNames = ["time", "timestamp", "date", "datetime", "created_at", "unixReviewTime", "时间"];
    internal static readonly string[] TextNames = ["text", "review", "review_text", "reviewText", "comment", "content", "body", "评论"];
    internal static readonly string[] TitleNames = ["title", "item_title", "product_name", "product_title", "item_name", "name", "标题"];
    internal static readonly string[] TagNames = ["tags", "genres", "categories", "category"];

    /// <summary>The column of the user's id.</summary>
    public string? User { get; init; }

    /// <summary>The column of the item's id.</summary>
    public string? Item { get; init; }

    /// <summary>The column of the rating, quantity or count.</summary>
    public string? Rating { get; init; }

    /// <summary>The column of the time: seconds or milliseconds since 1970, or a date.</summary>
    public string? Time { get; init; }

    /// <summary>The column of what was written.</summary>
    public string? Text { get; init; }

    /// <summary>The column of the item's title.</summary>
    public string? Title { get; init; }

    /// <summary>The column of the item's tags, parted by |.</summary>
    public string? Tags { get; init; }

    /// <summary>What parts the columns; null: comma, semicolon, tab or |, whichever the first lines use.</summary>
    public char? Delimiter { get; init; }

    /// <summary>What a row means; null: a review where there is a text, a rating where there is a rating, else a click.</summary>
    public InteractionKind? Kind { get; init; }
}
