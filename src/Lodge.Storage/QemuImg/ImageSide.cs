namespace Lodge.Storage.QemuImg;

/// <summary>Which of the images of a command is meant, and by what names its secrets and files go.</summary>
/// <param name="Secret">Id of the secret that opens the image.</param>
/// <param name="ServerSecret">Id of the secret that its server asks for.</param>
/// <param name="Configuration">Number of the descriptor with the configuration of its cluster.</param>
internal sealed record ImageSide(string Secret, string ServerSecret, int Configuration)
{
    /// <summary>What is read.</summary>
    public static ImageSide Source { get; } = new(QemuImgArguments.SourceSecret, "source-server", 60);

    /// <summary>What is written.</summary>
    public static ImageSide Target { get; } = new(QemuImgArguments.TargetSecret, "target-server", 61);
}
