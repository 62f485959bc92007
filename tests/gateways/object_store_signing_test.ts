import assert from "node:assert/strict";
import { signer } from "../../domain/gateways/object_store/s3_wire.ts";
import { fixedClock } from "../../domain/shared/context.ts";

/**
 * AWS's own examples of Signature Version 4 for S3, with the credentials they are published with:
 * docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and sigv4-query-string-auth.html
 */
const wire = {
  region: "us-east-1",
  accessKey: "AKIAIOSFODNN7EXAMPLE",
  secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  clock: fixedClock("2013-05-24T00:00:00Z"),
};
const host = "https://examplebucket.s3.amazonaws.com";
const ofNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

async function authorization(method: string, path: string, headers: Record<string, string> = {}) {
  const hashed = { "x-amz-content-sha256": ofNothing, ...headers };
  const signed = await signer(wire, { method, url: `${host}${path}`, headers: hashed, allHeaders: true }).sign();
  return signed.headers.get("authorization");
}
const expected = (headers: string, signature: string) =>
  `AWS4-HMAC-SHA256 Credential=${wire.accessKey}/20130524/us-east-1/s3/aws4_request, ` +
  `SignedHeaders=${headers}, Signature=${signature}`;

Deno.test("SigV4 known answer: GET object", async () => {
  assert.equal(
    await authorization("GET", "/test.txt", { range: "bytes=0-9" }),
    expected(
      "host;range;x-amz-content-sha256;x-amz-date",
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    ),
  );
});

Deno.test("SigV4 known answer: PUT object, with a body and a letter that must be encoded", async () => {
  assert.equal(
    await authorization("PUT", "/test$file.text", {
      date: "Fri, 24 May 2013 00:00:00 GMT",
      "x-amz-storage-class": "REDUCED_REDUNDANCY",
      "x-amz-content-sha256": "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
    }),
    expected(
      "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
      "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    ),
  );
});

Deno.test("SigV4 known answers: queries with and without a value", async () => {
  const headers = "host;x-amz-content-sha256;x-amz-date";
  assert.equal(
    await authorization("GET", "/?lifecycle"),
    expected(headers, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
  );
  assert.equal(
    await authorization("GET", "/?max-keys=2&prefix=J"),
    expected(headers, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
  );
});
