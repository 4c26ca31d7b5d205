using System.Security.Cryptography;
using Lodge.Model.Errors;

namespace Lodge.Store.Secrets;

/// <summary>
/// Seals values with AES-256-GCM under a key in a file that only the daemon can read, made when it is needed first. A copy of
/// the database alone tells nothing. Each value is bound to its secret: it opens for no other.
/// </summary>
/// <param name="keyFile">The file with the key.</param>
internal sealed class SecretSeal(string keyFile)
{
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>Seals a value: nonce, tag, cipher text.</summary>
    public byte[] Seal(Guid id, byte[] value)
    {
        var result = new byte[NonceLength + TagLength + value.Length];
        var nonce = result.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(Key(make: true), TagLength);
        aes.Encrypt(nonce, value, result.AsSpan(NonceLength + TagLength), result.AsSpan(NonceLength, TagLength), id.ToByteArray());
        return result;
    }

    /// <summary>Opens a value.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.StorageFailed"/>: the key is another one, or the value is damaged.</exception>
    public byte[] Open(Guid id, byte[] sealedValue)
    {
        try
        {
            var value = new byte[Math.Max(0, sealedValue.Length - NonceLength - TagLength)];
            using var aes = new AesGcm(Key(make: false), TagLength);
            aes.Decrypt(
                sealedValue.AsSpan(0, NonceLength),
                sealedValue.AsSpan(NonceLength + TagLength),
                sealedValue.AsSpan(NonceLength, TagLength),
                value,
                id.ToByteArray());
            return value;
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException or IOException)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed,
                $"The value of secret {id} cannot be opened with the key in '{keyFile}'.",
                "Restore that file from the same backup as the database.",
                failure);
        }
    }

    private byte[] Key(bool make)
    {
        if (make && !File.Exists(keyFile))
        {
            Make();
        }

        var key = File.ReadAllBytes(keyFile);
        return key.Length == KeyLength ? key : throw new CryptographicException("The key is not 32 bytes long.");
    }

    // Written whole under another name first, so that a power cut leaves no half of a key.
    private void Make()
    {
        var half = $"{keyFile}.new";
        File.Delete(half);
        using (var file = new FileStream(half, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeyLength));
            file.Flush(flushToDisk: true);
        }

        File.Move(half, keyFile);
    }
}
