namespace UserSegments.Data.Readers;

/// <summary>UCI Online Retail (Chen, Sain and Guo, 2012): one row a line of an invoice.</summary>
/// <remarks>
/// Customers and stock codes count as users and items wherever they occur. Left out, with counts: rows without a customer, cancelled
/// invoices (number begins with C), quantities that are not positive, and codes that are no goods (postage, fees, adjustments: codes without a digit, and C2).
/// An item's title is its most frequent description, its price the most frequent one.
/// </remarks>
internal static class OnlineRetailFormat
{
    public static bool Recognises(RowReader rows) => rows.Find("StockCode") >= 0 && rows.Find("InvoiceNo", "Invoice") >= 0;

    public static Dataset Read(FileSet files, RowReader rows, string name, DatasetOptions options)
    {
        var builder = new DatasetBuilder(name, options);
        var (invoice, code, description) = (rows.Column("InvoiceNo", "Invoice"), rows.Column("StockCode"), rows.Column("Description"));
        var (quantity, time, price) = (rows.Column("Quantity"), rows.Column("InvoiceDate"), rows.Column("UnitPrice", "Price"));
        var (customer, country) = (rows.Column("CustomerID", "Customer ID"), rows.Column("Country"));
        var titles = new Dictionary<(int Item, string Text), int>();
        var prices = new Dictionary<(int Item, double Price), int>();
        var described = 0;
        while (rows.Read())
        {
            builder.Rows++;
            var item = builder.Item(rows.Required(code, "StockCode"));
            var text = rows[description].Trim();
            if (rows[customer].Length == 0)
            {
                // Rows without a customer carry the notes of the warehouse ("damaged", "?"): a title of last resort.
                if (text.Length > 0) titles.TryAdd((item, text), 0);
                builder.Skip("no customer");
                continue;
            }
            if (text.Length > 0) titles[(item, text)] = titles.GetValueOrDefault((item, text)) + 1;
            var id = rows[customer];
            var user = builder.User(id.EndsWith(".0", StringComparison.Ordinal) ? id[..^2] : id);
            if (user == described)
            {
                builder.Describe(user, new Dictionary<string, string> { ["country"] = rows[country] });
                described++;
            }
            var count = rows.Whole(quantity, "Quantity");
            var cost = rows.Number(price, "UnitPrice");
            var when = rows.Time(time, "InvoiceDate");
            if (rows[invoice].StartsWith('C')) builder.Skip("cancelled");
            else if (count <= 0) builder.Skip("quantity not positive");
            else if (!rows[code].AsSpan().ContainsAnyInRange('0', '9') || rows[code] == "C2") builder.Skip("not goods (postage, fees, adjustments)");
            else
            {
                if (cost > 0) prices[(item, cost)] = prices.GetValueOrDefault((item, cost)) + 1;
                builder.Add(new Interaction(user, item, InteractionKind.Purchase, count, when, ""));
            }
        }
        foreach (var best in titles.GroupBy(x => x.Key.Item).Select(x => x.OrderByDescending(y => y.Value).ThenBy(y => y.Key.Text, StringComparer.Ordinal).First()))
            builder.Describe(best.Key.Item, item => item with { Title = best.Key.Text });
        foreach (var best in prices.GroupBy(x => x.Key.Item).Select(x => x.OrderByDescending(y => y.Value).ThenBy(y => y.Key.Price).First()))
            builder.Describe(best.Key.Item, item => item with { Price = best.Key.Price });
        return builder.Build(files.Path);
    }
}
