using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>Losses under which a student's vectors become like a teacher's.</summary>
public static class DistillationLosses
{
    /// <summary>Mean of <c>1 - cosine</c> between the rows of two matrices; rows of zeros of the teacher count nothing.</summary>
    /// <param name="student">(n, d).</param>
    /// <param name="teacher">(n, d).</param>
    /// <returns>The mean loss and the gradient of the student's rows, (n, d).</returns>
    public static (double Loss, Matrix Gradient) Cosine(Matrix student, Matrix teacher)
    {
        ArgumentNullException.ThrowIfNull(student);
        ArgumentNullException.ThrowIfNull(teacher);
        if (student.Rows != teacher.Rows || student.Columns != teacher.Columns)
            throw new ArgumentException($"teacher is ({teacher.Rows}, {teacher.Columns}), expected ({student.Rows}, {student.Columns}) as student.", nameof(teacher));
        var gradient = new Matrix(student.Rows, student.Columns);
        var loss = 0.0;
        for (var i = 0; i < student.Rows; i++)
        {
            ReadOnlySpan<float> s = student.Row(i), t = teacher.Row(i);
            var (ns, nt) = (TensorPrimitives.Norm(s), TensorPrimitives.Norm(t));
            if (ns == 0 || nt == 0) continue;
            var cosine = TensorPrimitives.Dot(s, t) / (ns * nt);
            loss += 1 - cosine;
            var row = gradient.Row(i);
            for (var j = 0; j < row.Length; j++) row[j] = (cosine * s[j] / ns - t[j] / nt) / ns / student.Rows;
        }
        return (loss / Math.Max(1, student.Rows), gradient);
    }

    /// <summary>Mean squared difference of all cosines between two rows of the student and the same two rows of the teacher; widths may differ.</summary>
    /// <param name="student">(n, d) rows of length 1.</param>
    /// <param name="teacher">(n, e) rows of length 1 (or 0).</param>
    /// <returns>The mean loss over the n (n - 1) pairs and the gradient of the student's rows, (n, d).</returns>
    public static (double Loss, Matrix Gradient) Similarity(Matrix student, Matrix teacher)
    {
        ArgumentNullException.ThrowIfNull(student);
        ArgumentNullException.ThrowIfNull(teacher);
        if (student.Rows != teacher.Rows) throw new ArgumentException($"teacher has {teacher.Rows} rows, expected {student.Rows} as student.", nameof(teacher));
        var n = student.Rows;
        var difference = MatrixProduct.MultiplyTransposed(student, student);      // (n, n)
        var target = MatrixProduct.MultiplyTransposed(teacher, teacher);
        var pairs = Math.Max(1, (double)n * (n - 1));
        var loss = 0.0;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var d = i == j ? 0 : difference[i, j] - target[i, j];
                loss += (double)d * d;
                difference[i, j] = (float)(4 * d / pairs);
            }
        }
        return (loss / pairs, MatrixProduct.Multiply(difference, student));
    }
}
