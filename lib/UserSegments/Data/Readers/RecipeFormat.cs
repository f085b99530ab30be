namespace UserSegments.Data.Readers;

/// <summary>UCI Recipe Reviews and User Feedback (Ali et al., 2023), as published and as a competition split it.</summary>
/// <remarks>The names of reviewers are not read. Zero stars mean that none were given: such rows are reviews with value 0, and are not left out.</remarks>
internal static class RecipeFormat
{
    public static bool Recognises(RowReader rows) => rows.Find("RecipeCode", "recipe_code") >= 0 && rows.Find("UserID", "user_id") >= 0;

    public static Dataset Read(FileSet files, RowReader rows, string name, DatasetOptions options)
    {
        var builder = new DatasetBuilder(name, options);
        var (user, code, title) = (rows.Column("UserID", "user_id"), rows.Column("RecipeCode", "recipe_code"), rows.Column("RecipeName", "recipe_name"));
        var (time, stars, text) = (rows.Column("CreationTimestamp", "created_at"), rows.Column("Rating", "stars"), rows.Column("Recipe_Review", "text"));
        while (rows.Read())
        {
            builder.Rows++;
            var isNew = !builder.HasItem(rows.Required(code, "recipe code"));
            var item = builder.Item(rows[code]);
            if (isNew) builder.Describe(item, x => x with { Title = rows[title] });
            builder.Add(new Interaction(
                builder.User(rows.Required(user, "user id")), item, InteractionKind.Review, (float)rows.Number(stars, "stars"), rows.Time(time, "time"), rows[text]));
        }
        return builder.Build(files.Path);
    }
}
