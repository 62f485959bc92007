/** A settlement file as the payout rules print it, for the description of the upload. */
export const settlementExample = `invoice_id,utr_number,amount,payment_date,status,remarks
inv_12345,HDFC2412050012345,23400.00,2024-12-08,SUCCESS,
inv_12347,HDFC2412050012347,15200.00,2024-12-08,FAILED,Invalid account
`;

/** A file of payouts, for the description of the upload. */
export const payoutsExample = `destination_id,month,category,reason_for_payment,effective_payout_base
75c6b6c6-4ff2-415b-b793-7ab2343e2c21,2024-11,trail,recovery_payment,50000.00
75c6b6c6-4ff2-415b-b793-7ab2343e2c21,2024-11,upfront,dynamic,10000.00
`;

/** A file of partners, for the description of the upload. */
export const partnersExample = `destination_id,partner_name,gst_number,address,email,account_number,ifsc_code
75c6b6c6-4ff2-415b-b793-7ab2343e2c21,Deccan Referral Services,27AAPFA1234A1ZZ,12 Station Road,partner@house.test,1234567890,HDFC0001234
`;

/** A partner as one is changed, for the description. */
export const partnerExample = {
  partnerName: "Deccan Referral Services",
  gstNumber: "27AAPFA1234A1ZZ",
  address: "12 Station Road",
  city: "Pune",
  pincode: "411001",
  email: "partner@house.test",
  accountNumber: "1234567890",
  ifscCode: "HDFC0001234",
};
